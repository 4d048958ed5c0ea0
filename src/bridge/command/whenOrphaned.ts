const LOOK_MS = 500;

/**
 * Resolves when the program that started this one is gone.
 *
 * npm runs a script in a shell, hands SIGTERM to that shell, and ends with it; the shell does not hand it on, and
 * what it ran would go on alone. Our own scripts have the shell give way to the program (`exec`); this is for the
 * scripts of others.
 */
export const whenOrphaned = (): Promise<void> =>
  new Promise((resolve) => {
    const parent = process.ppid;
    const looking = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(looking);
      resolve();
    }, LOOK_MS).unref();
  });
