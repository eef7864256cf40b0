//! The demo county: invented, complete, and ready with one click.

use std::path::PathBuf;
use std::sync::Arc;

use sanxian_review::data::LayerKind;

use super::open::{self, Open};
use super::{Desk, Onlooker, aside, lines};
use crate::baseline::{Baseline, Request, list};
use crate::import::{Choices, Source};
use crate::lang::Text;
use crate::view::Failure;

/// Name of the project.
const NAME: &str = "示例县（虚构）";

/// The year that its lines are said to be of.
const YEAR: u16 = 2025;

/// The files, as a reviewer would get them.
const FILES: [(LayerKind, &str, &str, &[u8]); 5] = [
    (LayerKind::Towns, "towns.geojson", "", include_bytes!("../../../../data/demo/towns.geojson")),
    (
        LayerKind::EcoRedline,
        "eco_redline.geojson",
        "示例：生态保护红线",
        include_bytes!("../../../../data/demo/eco_redline.geojson"),
    ),
    (
        LayerKind::BasicFarmland,
        "basic_farmland.geojson",
        "示例：永久基本农田",
        include_bytes!("../../../../data/demo/basic_farmland.geojson"),
    ),
    (
        LayerKind::UrbanBoundary,
        "urban_boundary.geojson",
        "示例：城镇开发边界",
        include_bytes!("../../../../data/demo/urban_boundary.geojson"),
    ),
    (LayerKind::Counties, "counties.geojson", "示例：行政区", include_bytes!("../../../../data/demo/counties.geojson")),
];

impl Desk {
    /// The demo county, open and reviewed. The first time it is made, imported and reviewed; later the same project is
    /// opened again, with everything that was decided in it. One that was taken apart is left alone and a fresh one is
    /// made beside it.
    ///
    /// # Errors
    /// A disk that refuses, or a cancel; then nothing is left behind.
    pub async fn open_demo(&self, watch: Onlooker) -> Result<(), Failure> {
        let known = self.places.projects.join(format!("{NAME}.gpkg"));
        if known.is_file() && self.open_project(&known).await.is_ok() && self.is_whole_demo() {
            return Ok(());
        }
        let aside = self.places.projects.join(format!(".{NAME}.gpkg"));
        let journal = self.places.projects.join(format!(".{NAME}.gpkg-journal"));
        for left in [&aside, &journal] {
            let _ = std::fs::remove_file(left); // by a program that was killed while it made the demo
        }
        let mut made = Vec::new();
        let built = self.build_demo(&aside, &mut made, &watch).await;
        let placed = built.and_then(|()| self.place_demo(&aside));
        if placed.is_err() {
            let _ = std::fs::remove_file(&aside);
            made.iter().for_each(|path| drop(std::fs::remove_file(path)));
        }
        self.open_project(&placed?).await
    }

    fn is_whole_demo(&self) -> bool {
        let Some(open) = self.at_hand() else { return false };
        let glance = open.seen().glance.clone();
        let all_there = glance.baselines.iter().all(|one| lines::open_referred(one, &self.places.baselines).is_ok());
        glance.project.as_ref().is_some_and(|project| project.sample)
            && glance.reviewed.is_some()
            && glance.baselines.len() == FILES.len() - 1
            && all_there
    }

    /// Makes the project where nobody looks; `made` gets the baselines that were made for it.
    async fn build_demo(
        &self,
        path: &std::path::Path,
        made: &mut Vec<PathBuf>,
        watch: &Onlooker,
    ) -> Result<(), Failure> {
        let folder = aside(write_files).await??;
        open::make(path, true, Text::new("新建示例项目", "demo project made")).await?;
        let open = Arc::new(Open::at(path).await?);
        for (role, file, name, _) in FILES {
            if watch.cancelled() {
                return Err(Failure::cancelled());
            }
            let source = Source::file(folder.path().join(file));
            if role == LayerKind::Towns {
                self.import_towns(&open, &source, &Choices::default(), watch).await?;
                continue;
            }
            let request =
                Request { source, choices: Choices::default(), role, name: name.to_owned(), data_year: Some(YEAR) };
            self.demo_line(&open, request, made, watch).await?;
        }
        self.review_open(&open, watch.clone()).await?;
        open.close().await;
        Ok(())
    }

    /// Refers to a baseline of the demo; one that an earlier demo left is taken.
    async fn demo_line(
        &self,
        open: &Arc<Open>,
        request: Request,
        made: &mut Vec<PathBuf>,
        watch: &Onlooker,
    ) -> Result<(), Failure> {
        let (folder, role, path) = (self.places.baselines.clone(), request.role, request.source.path.clone());
        let known = aside(move || {
            let hash = crate::source::sha256_of(&path).map_err(|error| Failure::io(&path, &error))?;
            let infos = list(&folder)?.into_iter().filter_map(|listed| listed.info.ok());
            let mut same = infos.filter(|info| info.role == role && info.hash == hash);
            Ok::<_, Failure>(same.next())
        });
        if let Some(known) = known.await?? {
            return self.refer_to(open, known).await;
        }
        let (folder, supervisor, onlooker) = (self.places.baselines.clone(), self.supervisor.clone(), watch.clone());
        let info = aside(move || Baseline::create(&folder, &request, &supervisor, &*onlooker)).await??;
        made.push(info.path.clone());
        self.refer_to(open, info).await
    }

    /// Gives the finished project its name.
    fn place_demo(&self, path: &std::path::Path) -> Result<PathBuf, Failure> {
        for number in 1_u32..1000 {
            let more = if number == 1 { String::new() } else { format!(" {number}") };
            let place = self.places.projects.join(format!("{NAME}{more}.gpkg"));
            if !place.exists() {
                std::fs::rename(path, &place).map_err(|error| Failure::io(&place, &error))?;
                return Ok(place);
            }
        }
        Err(Failure::io(path, &std::io::Error::from(std::io::ErrorKind::AlreadyExists)))
    }
}

fn write_files() -> Result<tempfile::TempDir, Failure> {
    let folder = tempfile::tempdir().map_err(|error| Failure::io(&std::env::temp_dir(), &error))?;
    for (_, name, _, bytes) in FILES {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).map_err(|error| Failure::io(&path, &error))?;
    }
    Ok(folder)
}
