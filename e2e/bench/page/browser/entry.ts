// promise.ts stands first: what follows needs a Promise, which the oldest engine lacks.
import '../../../../src/plugin/promise.js';
import './measure.js';
