import { cssColor } from './cssColor.js';
import { cssUrl, detach, element } from './dom.js';
import { type Fields, numberOf, textOf } from './fields.js';
import { iconHtml } from './iconHtml.js';
import { plainText, richText } from './richText.js';
import { isSelectable, type PlacedItem } from './place.js';

function part(fields: Fields, key: string, className: string): string {
  const text = textOf(fields[key]);
  return text ? `<div class="${className}">${richText(text)}</div>` : '';
}

/** A small coloured label in a corner: badge, tag, stamp. */
function corner(fields: Fields, key: string): string {
  const text = textOf(fields[key]);
  const color = cssColor(textOf(fields[`${key}Color`]));
  return text
    ? `<div class="item-${key}"${color ? ` style="background:${color}"` : ''}>${richText(text)}</div>`
    : '';
}

/** How a background image fills its box, for MSX's `imageFiller`. */
function filler(name: string): { size: string; position: string } {
  const [kind = '', place = ''] = name.split('-');
  if (kind === 'width')
    return {
      size: '100% auto',
      position: `50% ${place === 'center' ? '50%' : place === 'bottom' ? '100%' : '0'}`,
    };
  if (kind === 'height')
    return {
      size: 'auto 100%',
      position: `${place === 'center' ? '50%' : place === 'right' ? '100%' : '0'} 50%`,
    };
  if (kind === 'cover') return { size: 'cover', position: '50% 50%' };
  if (kind === 'fit' || kind === 'smart') return { size: 'contain', position: '50% 50%' };
  return { size: '100% 100%', position: '50% 50%' };
}

/** What an item is called, for tests and for the label of a slide that has none. */
export function titleOf(fields: Fields): string {
  const keys = ['title', 'titleHeader', 'label', 'headline', 'titleFooter', 'text'];
  return plainText(keys.map((key) => textOf(fields[key])).filter((text) => text !== '')[0] ?? '');
}

/** The element of an item; sizes are in em, where 1em is a fixed part of the grid unit (index.html). `media`: the address as it is asked for. */
export function itemElement(
  item: PlacedItem,
  unitWidth: number,
  unitHeight: number,
  media: (url: string) => string,
): HTMLElement {
  const { fields, drawn } = item;
  const type = textOf(fields.type) || 'default';
  const image = media(textOf(fields.image));
  const titles =
    part(fields, 'titleHeader', 'item-title-header') +
    part(fields, 'title', 'item-title') +
    part(fields, 'titleFooter', 'item-title-footer');
  const texts = part(fields, 'headline', 'item-headline') + part(fields, 'text', 'item-text');
  const icon = iconHtml(textOf(fields.icon));
  const progress = numberOf(fields.progress, -1);
  const progressColor = cssColor(textOf(fields.progressColor) || 'msx-blue');
  const lines = ['titleHeader', 'title', 'titleFooter'].filter((key) => textOf(fields[key]) !== '').length;
  const flat = type === 'button' && drawn.h <= 1;
  const classes = [
    `content-item item-type-${type}`,
    type === 'separate' ? `titles-${lines}` : '',
    isSelectable(fields) ? '' : 'unfocusable',
    fields.enable === false ? 'disabled' : '',
    icon && textOf(fields.label) ? (flat ? 'item-flat' : 'icon-and-label') : '',
  ];
  const node = element(
    classes.filter((name) => name !== '').join(' '),
    `<div class="item-box">` +
      (image ? '<div class="item-image"></div>' : '') +
      (image && titles ? '<div class="item-shade"></div>' : '') +
      (icon ? `<div class="item-icon icon-${textOf(fields.iconSize) || 'medium'}">${icon}</div>` : '') +
      (texts ? `<div class="item-texts">${texts}</div>` : '') +
      (titles ? `<div class="item-titles">${titles}</div>` : '') +
      part(fields, 'label', 'item-label') +
      (type === 'control'
        ? `<div class="item-extension">${iconHtml(textOf(fields.extensionIcon)) || richText(textOf(fields.extensionLabel))}</div>`
        : '') +
      corner(fields, 'badge') +
      corner(fields, 'tag') +
      corner(fields, 'stamp') +
      (progress >= 0
        ? `<div class="item-progress"><i style="width:${Math.min(1, progress) * 100}%;background:${progressColor}"></i></div>`
        : '') +
      `</div>`,
  );
  node.setAttribute('data-id', textOf(fields.id));
  node.setAttribute('data-title', titleOf(fields));
  const alignment = /center|right|justify/.exec(textOf(fields.alignment));
  if (alignment) node.style.textAlign = alignment[0];
  const style = node.style;
  style.left = `${drawn.x * unitWidth}px`;
  style.top = `${drawn.y * unitHeight}px`;
  style.width = `${drawn.w * unitWidth}px`;
  style.height = `${drawn.h * unitHeight}px`;

  const box = node.firstChild as HTMLElement;
  const color = cssColor(textOf(fields.color));
  if (color && type !== 'button' && type !== 'control') box.style.background = color;
  drawImage(node, item, image, unitWidth, unitHeight);
  return node;
}

/** The picture of an item, over the whole of it or a part: then the texts stand beside or below. */
function drawImage(
  node: HTMLElement,
  { fields, drawn }: PlacedItem,
  image: string,
  unitWidth: number,
  unitHeight: number,
): void {
  const picture = node.querySelector<HTMLElement>('.item-image');
  if (!picture) return;
  const imageWidth = numberOf(fields.imageWidth, -1);
  const imageHeight = numberOf(fields.imageHeight, -1);
  const { size, position } = filler(textOf(fields.imageFiller));
  picture.style.backgroundImage = cssUrl(image);
  const probe = new Image();
  probe.onerror = () => {
    node.classList.add('image-broken');
    picture.innerHTML = iconHtml('broken-image');
  };
  probe.src = image;
  picture.style.backgroundSize = size;
  picture.style.backgroundPosition = position;
  if (imageWidth > 0 && imageWidth <= drawn.w) {
    picture.style.right = 'auto';
    picture.style.width = `${imageWidth * unitWidth}px`;
    ['.item-texts', '.item-titles'].forEach((name) => {
      const beside = node.querySelector<HTMLElement>(name);
      if (beside) beside.style.left = `${imageWidth * unitWidth}px`;
    });
    const shade = node.querySelector<HTMLElement>('.item-shade');
    if (shade) detach(shade);
  }
  if (imageHeight > 0 && imageHeight <= drawn.h) {
    picture.style.bottom = 'auto';
    picture.style.height = `${imageHeight * unitHeight}px`;
    const below = node.querySelector<HTMLElement>('.item-texts');
    if (below) below.style.top = `${imageHeight * unitHeight}px`;
  }
}
