//! Embeds the built user interface, and makes every command of the window need a permission.

use serde_json::Value;

const CAPABILITY: &str = "capabilities/main.json";

const PAGES: &str = "../ui/dist";

fn main() {
    println!("cargo:rerun-if-changed={PAGES}");
    let built = std::path::Path::new(PAGES).join("index.html").is_file();
    assert!(built, "the user interface is not built: run `npm run build` in `ui`, or `./run`");

    // The capability is the one list of what the page may call: each `allow-…` in it names a command. A command that
    // stands elsewhere in the code and not here is refused at run time.
    println!("cargo:rerun-if-changed={CAPABILITY}");
    let text = std::fs::read_to_string(CAPABILITY).expect("the capability can be read");
    let capability: Value = serde_json::from_str(&text).expect("the capability is JSON");
    let permissions = capability["permissions"].as_array().expect("the capability lists permissions");
    let commands: Vec<&'static str> = permissions
        .iter()
        .filter_map(|permission| permission.as_str()?.strip_prefix("allow-"))
        .map(|command| &*command.replace('-', "_").leak())
        .collect();
    let manifest = tauri_build::AppManifest::new().commands(commands.leak());
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)) {
        panic!("{error:#}");
    }
}
