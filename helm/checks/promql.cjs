// Takes a list of expressions and says of each whether Prometheus' own grammar takes it.
const { parser } = require(require.resolve("@prometheus-io/lezer-promql", { paths: [process.env.PROMQL] }));
const { readFileSync } = require("node:fs");

const isRight = (expression) => {
  let right = expression.trim() !== "";
  parser.parse(expression).iterate({ enter: (node) => void (right &&= !node.type.isError) });
  return right;
};
console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(isRight)));
