// Small line charts of the last two minutes, drawn as SVG. Colours and strokes are in pages.css.
const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 300, HEIGHT = 72, TOP = 6, BOTTOM = 4;

const make = (name, attributes, parent) => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent?.append(element);
  return element;
};

const html = (name, className, parent) => {
  const element = document.createElement(name);
  element.className = className;
  parent.append(element);
  return element;
};

/** The least round number that is not below a value. */
function roundUp(value) {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 1.5, 2, 3, 4, 5, 6, 8, 10].map(step => step * power).find(step => step >= value * 0.999);
}

export class Chart {
  /**
   * @param format turns a value into words
   * @param least the top of the scale is at least this
   */
  constructor(parent, {title, format, least = 0, span}) {
    Object.assign(this, {title, format, least, span});
    const figure = this.figure = html('figure', 'chart', parent);
    const caption = html('figcaption', '', figure);
    html('span', 'chart-title', caption).textContent = title;
    this.now = html('span', 'chart-now', caption);
    this.svg = make('svg', {viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img'}, figure);
    for (const part of [0, 0.5, 1]) {
      const y = TOP + part * (HEIGHT - TOP - BOTTOM);
      make('line', {x1: 0, x2: WIDTH, y1: y, y2: y, class: 'chart-grid'}, this.svg);
    }
    this.area = make('path', {class: 'chart-area'}, this.svg);
    this.line = make('path', {class: 'chart-line'}, this.svg);
    this.cursor = make('line', {class: 'chart-cursor', y1: 0, y2: HEIGHT, visibility: 'hidden'}, this.svg);
    const scale = html('p', 'chart-scale', figure);
    this.from = html('span', '', scale);
    this.top = html('span', '', scale);
    this.svg.addEventListener('pointermove', event => this.point(event));
    this.svg.addEventListener('pointerleave', () => { this.pointed = null; this.label(); });
    this.points = [];
  }

  /** @param points of {at: milliseconds, value}, oldest first */
  show(points, now) {
    this.points = points;
    const values = points.map(point => point.value);
    const top = roundUp(Math.max(this.least, ...values));
    this.x = at => WIDTH * (1 - (now - at) / this.span);
    const y = value => TOP + (1 - value / top) * (HEIGHT - TOP - BOTTOM);
    const path = points.map((point, i) => `${i ? 'L' : 'M'}${this.x(point.at).toFixed(1)} ${y(point.value).toFixed(1)}`).join('');
    this.line.setAttribute('d', path);
    this.area.setAttribute('d', points.length < 2 ? ''
      : `${path}L${this.x(points.at(-1).at).toFixed(1)} ${HEIGHT}L${this.x(points[0].at).toFixed(1)} ${HEIGHT}Z`);
    this.top.textContent = `top ${this.format(top)}`;
    this.from.textContent = `${Math.round(this.span / 60_000)} min`;
    this.label();
    const last = values.at(-1);
    this.svg.setAttribute('aria-label', last === undefined ? `${this.title}: nothing yet`
      : `${this.title}: ${this.format(last)} now, between ${this.format(Math.min(...values))} and ${this.format(Math.max(...values))}`);
  }

  point(event) {
    const box = this.svg.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width * WIDTH;
    this.pointed = x;
    this.label();
  }

  /** The value under the pointer, or the newest. */
  label() {
    const {points, pointed} = this;
    const near = pointed == null ? points.at(-1)
      : points.reduce((best, point) => !best || Math.abs(this.x(point.at) - pointed) < Math.abs(this.x(best.at) - pointed) ? point : best, null);
    this.now.textContent = near ? this.format(near.value) : '–';
    this.cursor.setAttribute('visibility', pointed == null || !near ? 'hidden' : 'visible');
    if (near && pointed != null) {
      this.cursor.setAttribute('x1', this.x(near.at));
      this.cursor.setAttribute('x2', this.x(near.at));
    }
  }
}
