import type { Answered } from './createDataRequests.js';
import type { Validation } from './tvxValidation.js';

/** How a plugin has `TVXSettings` filled with what the app says. */
export interface SettingsRequests {
  onValidatedSettings(callback: Answered): void;
  validateSettings(callback?: Answered): void;
}

/** @param ask `requestData` */
export function createSettingsRequests(
  validation: Validation,
  ask: (dataId: string, callback: Answered) => void,
): SettingsRequests {
  let validating = false;

  function validateSettings(callback?: Answered): void {
    validation.invalidateSettings();
    ask('info', (answer) => {
      validation.validateSettings(answer);
      if (callback) callback(answer);
    });
  }

  return {
    validateSettings,
    onValidatedSettings: (callback) => {
      validation.onValidatedSettings(callback);
      if (validation.areSettingsValidated() || validating) return;
      validating = true;
      validateSettings(() => {
        validating = false;
      });
    },
  };
}
