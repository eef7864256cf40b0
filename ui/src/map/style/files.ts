/** The style files themselves, read once. */
import basicFarmland from '../../../../data/style/basic_farmland.json';
import counties from '../../../../data/style/counties.json';
import townships from '../../../../data/style/townships.json';
import landUse from '../../../../data/style/land_use.json';
import functionalZones from '../../../../data/style/functional_zones.json';
import ecoUnits from '../../../../data/style/eco_units.json';
import developmentZones from '../../../../data/style/development_zones.json';
import hazards from '../../../../data/style/hazards.json';
import heritage from '../../../../data/style/heritage.json';
import earlierTowns from '../../../../data/style/earlier_towns.json';
import ecoRedline from '../../../../data/style/eco_redline.json';
import findings from '../../../../data/style/findings.json';
import graticule from '../../../../data/style/graticule.json';
import measure from '../../../../data/style/measure.json';
import paper from '../../../../data/style/paper.json';
import selection from '../../../../data/style/selection.json';
import towns from '../../../../data/style/towns.json';
import urbanBoundary from '../../../../data/style/urban_boundary.json';
import { readLayerStyle, readPaper, type LayerStyle } from './schema';

/** Ground and ink. */
export const PAPER = readPaper(paper, 'paper');

/** Layers of data, lowest first. */
export const LAYER_STYLES: readonly LayerStyle[] = [
  readLayerStyle(counties, 'counties'),
  readLayerStyle(basicFarmland, 'basic_farmland'),
  readLayerStyle(ecoRedline, 'eco_redline'),
  readLayerStyle(urbanBoundary, 'urban_boundary'),
  readLayerStyle(townships, 'townships'),
  readLayerStyle(landUse, 'land_use'),
  readLayerStyle(functionalZones, 'functional_zones'),
  readLayerStyle(ecoUnits, 'eco_units'),
  readLayerStyle(developmentZones, 'development_zones'),
  readLayerStyle(hazards, 'hazards'),
  readLayerStyle(heritage, 'heritage'),
  readLayerStyle(earlierTowns, 'earlier_towns'),
  readLayerStyle(towns, 'towns'),
  readLayerStyle(findings, 'findings'),
].sort((a, b) => a.order - b.order);

/** The map's own parts. */
export const GRATICULE_STYLE = readLayerStyle(graticule, 'graticule');
export const SELECTION_STYLE = readLayerStyle(selection, 'selection');
export const MEASURE_STYLE = readLayerStyle(measure, 'measure');

/** A layer that no file describes is drawn as the towns are before a review. */
export function layerStyle(layer: string): LayerStyle {
  const found = LAYER_STYLES.find((style) => style.layer === layer);
  if (found) return found;
  const plain = LAYER_STYLES.find((style) => style.layer === 'towns') as LayerStyle;
  return { ...plain, layer };
}
