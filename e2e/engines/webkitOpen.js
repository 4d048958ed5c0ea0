// Runs inside the old WebKit itself (ES5, its own modules): opens the address and prints what pages say.
/* global phantom */
/* eslint-disable @typescript-eslint/no-require-imports */
var system = require('system');
var page = require('webpage').create();

function listen(to) {
  to.viewportSize = { width: 1280, height: 720 };
  to.onConsoleMessage = function (message) {
    system.stderr.writeLine('CONSOLE ' + message);
  };
  to.onError = function (message, trace) {
    var at = trace.length ? ' (' + trace[0].file + ':' + trace[0].line + ')' : '';
    system.stderr.writeLine('ERROR ' + message + at);
  };
  to.onResourceError = function (failed) {
    system.stderr.writeLine('ERROR ' + failed.url + ': ' + failed.errorString);
  };
  to.onPageCreated = listen;
}

listen(page);
page.open(system.args[1], function (status) {
  if (status === 'success') return;
  system.stderr.writeLine('ERROR ' + system.args[1] + ' could not be opened');
  phantom.exit(1);
});
