// Reads a list of manifests, each with the module of its model, as JSON, from its input and prints for each what the published schemas of Kubernetes, KEDA and
// Strimzi say against it. A process of its own: these packages are ES modules only.
import { text } from 'node:stream/consumers';

const problems = [];
for (const { module, manifest } of JSON.parse(await text(process.stdin))) {
  try {
    const { [manifest.kind]: Model } = await import(module);
    new Model(manifest).validate();
    problems.push(null);
  } catch (error) {
    problems.push(error.message);
  }
}
console.log(JSON.stringify(problems));
