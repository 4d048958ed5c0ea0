import { type Fields, fieldsOf, textOf } from './fields.js';
import { applyEvent, applyInfo, type TvxSettings } from './tvxSettings.js';
import { checkVersion } from './tvxTools.js';

/** Whether `TVXSettings` says what the app said (`TVXPluginTools`, plugins/plugin-api-reference). */
export interface Validation {
  areSettingsValidated(): boolean;
  invalidateSettings(): void;
  /** @param answer what `requestData("info")` gave */
  validateSettings(answer: unknown): void;
  onValidatedSettings(callback: (answer: Fields) => void): void;
  /** Follows `settings:…` and `app:time`. */
  handleSettingsEvent(event: unknown): void;
}

export function createValidation(settings: TvxSettings): Validation {
  let validated: Fields | null = null;
  let waiting: ((answer: Fields) => void)[] = [];
  return {
    areSettingsValidated: () => validated !== null,
    invalidateSettings: () => {
      validated = null;
    },
    validateSettings: (answer) => {
      const found = fieldsOf(answer);
      validated = found;
      applyInfo(settings, found);
      const callbacks = waiting;
      waiting = [];
      callbacks.forEach((callback) => callback(found));
    },
    onValidatedSettings: (callback) => {
      if (validated) callback(validated);
      else waiting.push(callback);
    },
    handleSettingsEvent: (event) => applyEvent(settings, event),
  };
}

const part = (answer: unknown, name: string): Fields => fieldsOf(fieldsOf(fieldsOf(answer).info)[name]);

function named(answer: unknown, name: string): string {
  const { name: title, version, suffix } = part(answer, name);
  return [title, version, suffix && `(${textOf(suffix)})`]
    .map(textOf)
    .filter((one) => one !== '')
    .join(' ');
}

const check = (name: string) => (answer: unknown, least: string, required?: string) =>
  (required === undefined || textOf(part(answer, name).name) === required) &&
  checkVersion(textOf(part(answer, name).version), least);

/** What reads an answer to `requestData("info")`. */
export const tvxInfoTools = {
  getFrameworkInfo: (answer: unknown) => named(answer, 'framework'),
  getApplicationInfo: (answer: unknown) => named(answer, 'application'),
  getContentInfo: (answer: unknown) => named(answer, 'content'),
  checkFramework: check('framework'),
  checkApplication: check('application'),
  checkContent: check('content'),
};
