/** `node serve.cjs CONFIGURATION`: serves Verdaccio on a free port of the loopback address until its standard input ends. */
const { runServer } = require("verdaccio");

runServer(process.argv[2]).then((app) => {
  const server = app.listen(0, "127.0.0.1", () => {
    process.stdout.write(`port ${server.address().port}\n`);
  });
});

process.stdin.resume();
process.stdin.on("end", () => process.exit());
