import { isDisabled, pierce, rootOf, wordsOf, wordsWithout } from '../dom';
import { attributes, selectors } from '../facts/selectors';
import { acceleratorNamed, acceleratorOfRuntime, type Hardware, parseTooltip } from './hardware';
import type { ConnectSigns } from './state';

/** What the connect button shows, and what stands in the status bar about the runtime. */
export interface RuntimeReading {
  connect: ConnectSigns | null;
  hardware: Hardware;
  /** In no language: null where the part is missing. */
  runtimeShown: boolean | null;
  restartEnabled: boolean | null;
  executionShown: boolean;
}

export function readRuntime(document: Document): RuntimeReading {
  const root = rootOf(document.querySelector(selectors.connectHost));
  const element = root?.querySelector(selectors.connect) ?? null;
  const bar = rootOf(document.querySelector(selectors.statusBar));
  const runtime = rootOf(bar?.querySelector(selectors.runtimeStatus));
  const execution = rootOf(bar?.querySelector(selectors.executionStatus));
  const restart = pierce(document, selectors.runAllHost, selectors.restartItem);
  const options = runtime?.querySelector(selectors.runtimeOptions) ?? null;
  return {
    connect: root && element ? signsOf(root, element) : null,
    hardware: readHardware(element, options),
    runtimeShown: runtime ? options !== null : null,
    restartEnabled: restart === null ? null : !restart.hasAttribute('disabled'),
    executionShown: execution?.querySelector(selectors.progressSpinner) != null,
  };
}

/** The element that a click must reach, if it takes one. */
export function connectButton(document: Document): Element | null {
  const element = pierce(document, selectors.connectHost, selectors.connect);
  return element !== null && !isDisabled(element) ? element : null;
}

function signsOf(root: ShadowRoot, element: Element): ConnectSigns {
  const icon = root.querySelector(selectors.connectIcon);
  const sparklines = element.querySelector(selectors.resourceSparkline) ?? root.querySelector(selectors.resources);
  const spinner = root.querySelector(selectors.progressSpinner) ?? element.querySelector(selectors.progressSpinner);
  const tooltip = tooltipOf(element);
  const { ram, disk } = parseTooltip(tooltip);
  return {
    icon: icon !== null,
    resources: sparklines !== null,
    amounts: ram !== null || disk !== null,
    spinner: spinner !== null,
    working: wordsOf(icon?.querySelector(selectors.icon)) === attributes.busyLigature,
    caption: captionOf(element),
    tooltip,
  };
}

/** The button's own words, without the tooltip that older pages keep inside it and without the chosen accelerator. */
function captionOf(connect: Element): string {
  return wordsWithout(connect, `${selectors.connectTooltipLight}, ${selectors.acceleratorBox}, ${selectors.resources}`);
}

/** Attributes outlive a browser's translation of the page, texts do not. */
function tooltipOf(connect: Element): string {
  const attribute = connect.getAttribute(attributes.tooltip);
  if (attribute !== null && attribute !== '') return attribute;
  const inside = rootOf(connect)?.querySelector(selectors.connectTooltip)?.getAttribute(attributes.message);
  return inside ?? connect.querySelector(selectors.connectTooltipLight)?.textContent ?? '';
}

/** The runtime's own name counts more than the type that was chosen for the next one, which the button shows. */
function readHardware(connect: Element | null, runtimeOptions: Element | null): Hardware {
  const hardware = parseTooltip(connect === null ? '' : tooltipOf(connect));
  const status = runtimeOptions === null ? '' : wordsWithout(runtimeOptions, selectors.icon);
  const chosen = [...(connect?.querySelectorAll(selectors.accelerator) ?? [])]
    .map((attribute) => acceleratorNamed(wordsOf(attribute)))
    .find((name) => name !== null);
  return { ...hardware, accelerator: acceleratorOfRuntime(status) ?? chosen ?? hardware.accelerator };
}
