#!/usr/bin/env python3
"""Large and odd forms of one and the same data: the same results, or an error in words, within bounded memory.

    ./bench bad [--data FOLDER] [--large FOLDER]

FOLDER holds the four layers (size M is made if none is given). Each form of the farmland is reviewed and compared byte
by byte with the plain file; files that are cut must be refused or told. `--large` is a folder of size L, whose
farmland becomes one line of a gigabyte. Peak memory is that of the largest process.
"""

import argparse
import json
import random
import shutil
import sys
from decimal import Decimal
from math import cos, pi, sin
from pathlib import Path

import agree
import made
import measure

NUMBER_FORMS = {"exponents": lambda text: f"{Decimal(text):e}", "20 digits": lambda text: f"{Decimal(text):.20f}"}


def features(path):
    """Head, features as text, tail of a file of the generator: a feature a line."""
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield line


def rewrite(source, target, each, newline="\n"):
    with open(target, "w", encoding="utf-8", newline="") as out:
        for line in features(source):
            text = line.rstrip("\n")
            comma = text.endswith(",")
            body = text.rstrip(",")
            out.write((each(body) if body.startswith('{"type":"Feature",') else body) + ("," if comma else "") + newline)


def reordered(body):
    feature = json.loads(body, parse_float=Decimal)
    geometry = feature["geometry"]
    turned = {"geometry": {"coordinates": geometry["coordinates"], "type": geometry["type"]},
              "properties": feature["properties"], "type": "Feature"}
    return json.dumps(turned, ensure_ascii=False, separators=(",", ":"), default=lambda d: float(d))


def numbers(form):
    def each(body):
        at = body.index('"coordinates":')
        head, tail = body[:at], body[at:]
        out, digits = [], []
        for sign in tail:
            if sign in "0123456789.-":
                digits.append(sign)
                continue
            if digits:
                out.append(form("".join(digits)))
                digits = []
            out.append(sign)
        return head + "".join(out)
    return each


def forms(folder, scratch):
    """Name and file of each form."""
    plain = folder / "basic_farmland.geojson"
    target = scratch / "form.geojson"
    rewrite(plain, target, lambda body: body, newline="\r\n")
    yield "CRLF", target
    rewrite(plain, target, lambda body: body, newline="")
    yield "one line", target
    rewrite(plain, target, lambda body: json.dumps(json.loads(body), ensure_ascii=False, indent=2))
    yield "pretty-printed", target
    rewrite(plain, target, reordered)
    yield "members in another order", target
    rewrite(plain, target, lambda body: json.dumps(json.loads(body), ensure_ascii=True, separators=(",", ":")))
    yield "\\u escapes", target
    for name, form in NUMBER_FORMS.items():
        rewrite(plain, target, numbers(form))
        yield name, target


def check(program, folder, farmland, out):
    shutil.rmtree(out, ignore_errors=True)
    command = [program, "check", "--quiet", "--as-of", "2026-11-01", "--outputs", "csv,geojson", "--out", out,
               "--towns", folder / "towns.geojson", "--eco-redline", folder / "eco_redline.geojson",
               "--urban-boundary", folder / "urban_boundary.geojson", "--basic-farmland", farmland]
    return measure.run(command, (0, 1, 2), out.with_suffix(".log"))


def said(out):
    text = out.with_suffix(".log").read_text(errors="replace").strip().splitlines()
    return text[0][:150] if text else "nothing"


def told(name, run, words):
    cpu, wall, _, largest = run
    print(f"{name:28}{cpu:8.2f} CPU s{wall:8.2f} s{largest / 1e6:8.0f} MB  {words}", flush=True)


def coast(vertices, chance):
    """Radii of an outline as it is drawn: it wanders, no step longer than its edges."""
    radius = 0.02
    for _ in range(vertices):
        radius += 2e-8 * (chance.random() - 0.5) + 1e-7 * (0.02 - radius)
        yield radius


def teeth(vertices, chance):
    """Radii of what nobody draws: each edge runs beside ten thousand others."""
    for _ in range(vertices):
        yield 0.02 + 0.0005 * chance.random()


def large_feature(folder, target, radii, vertices=5_000_000):
    """One farmland patch of millions of vertices around the first town."""
    with open(folder / "towns.geojson", encoding="utf-8") as file:
        towns = json.load(file)["features"]
    x, y = towns[0]["geometry"]["coordinates"][0][0][:2]
    with open(target, "w", encoding="utf-8") as out:
        out.write('{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"BSM":"1"},"geometry":{"type":"Polygon","coordinates":[[')
        first = None
        for k, radius in enumerate(radii(vertices, random.Random(1))):
            angle = 2 * pi * k / vertices
            place = f"[{x + radius * cos(angle):.9f},{y + radius * sin(angle):.9f}]"
            first = first or place
            out.write(place + ",")
        out.write(first + "]]}}]}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--data", type=Path)
    arguments.add_argument("--large", type=Path)
    given = arguments.parse_args()
    try:
        program = made.program()
        folder = given.data or made.data("M", 9)
    except made.Missing as missing:
        sys.exit(str(missing))
    scratch = made.WORK / "bad"
    scratch.mkdir(parents=True, exist_ok=True)
    wrong = 0
    plain, out = scratch / "plain", scratch / "out"
    told("as it is", check(program, folder, folder / "basic_farmland.geojson", plain), "")
    for name, path in forms(folder, scratch):
        run = check(program, folder, path, out)
        differs = agree.same_bytes(plain, out) if out.exists() else said(out)
        wrong += differs is not None
        told(name, run, "the same bytes" if differs is None else f"DIFFERS: {differs}")
    whole = (folder / "basic_farmland.geojson").read_bytes()
    chance, target = random.Random(9), scratch / "form.geojson"
    for _ in range(5):
        cut = chance.randrange(len(whole))
        target.write_bytes(whole[:cut])
        run = check(program, folder, target, out)
        wrong += not said(out)
        told(f"cut at {cut}", run, said(out))
    del whole
    for name, radii in ("5 million vertices", coast), ("5 million teeth", teeth):
        large_feature(folder, target, radii)
        run = check(program, folder, target, out)
        wrong += (radii == coast) != out.exists()
        told(name, run, "reviewed" if out.exists() else said(out))
    if given.large:
        plain = scratch / "plain-L"
        told("size L as it is", check(program, given.large, given.large / "basic_farmland.geojson", plain), "")
        rewrite(given.large / "basic_farmland.geojson", target, lambda body: body, newline="")
        run = check(program, given.large, target, out)
        differs = agree.same_bytes(plain, out) if out.exists() else said(out)
        wrong += differs is not None
        told("size L on one line", run, "the same bytes" if differs is None else f"DIFFERS: {differs}")
    shutil.rmtree(scratch)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
