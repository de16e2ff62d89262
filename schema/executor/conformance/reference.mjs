// What graphql-js answers to the cases of this folder. It reads cases as JSON
// from its input and writes one result for each: how far a document came
// (syntax, validation, request, executed), the data, the errors' paths and places.
// With "introspection" it reads an answer to introspection instead and prints the
// schema that it tells of.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const folder = new URL('.', import.meta.url);
const { GraphQLSchema, buildSchema, buildClientSchema, validateSchema, lexicographicSortSchema, printSchema, parse, validate, specifiedRules, executeSync, getIntrospectionQuery } =
  createRequire(new URL('../../../web/', folder))('graphql');

// Sorted, as our schemas are printed.
const schema = lexicographicSortSchema(buildSchema(readFileSync(new URL('schema.graphql', folder), 'utf8')));
const data = JSON.parse(readFileSync(new URL('data.json', folder), 'utf8'));

const odd = schema.getType('Odd');
const check = (v) => {
  if (!Number.isInteger(v) || v % 2 === 0) throw new TypeError('not odd');
  return v;
};
odd.serialize = check;
odd.parseValue = check;
odd.parseLiteral = (node) => {
  if (node.kind !== 'IntValue') throw new TypeError('not odd');
  return check(Number(node.value));
};

const sorted = (v) =>
  Array.isArray(v) ? v.map(sorted)
  : v && typeof v === 'object' ? Object.fromEntries(Object.keys(v).sort().map((k) => [k, sorted(v[k])]))
  : v;

function real(v) {
  if (Array.isArray(v)) return v.map(real);
  if (v && v.$ref) return data[v.$ref];
  if (v && v.$error) return new Error(v.$error);
  return v;
}

function fieldResolver(parent, args, _context, info) {
  if (info.fieldName === 'trick' || ['echo', 'required', 'defaults'].includes(info.fieldName)) return JSON.stringify(sorted(args));
  return real(parent[info.fieldName]);
}

function answer({ query, variables, operation }) {
  let document;
  try {
    document = parse(query);
  } catch {
    return { stage: 'syntax' };
  }
  if (validate(schema, document, specifiedRules).length > 0) return { stage: 'validation' };
  const result = executeSync({ schema, document, rootValue: data, variableValues: variables, operationName: operation, fieldResolver, typeResolver: (v) => v.__typename });
  if (!('data' in result)) return { stage: 'request' };
  return {
    stage: 'executed',
    data: JSON.stringify(result.data),
    errors: (result.errors ?? []).map((e) => ({ path: e.path, locations: e.locations })),
  };
}

// What is printed of a schema that a client built from our answer, beside graphql-js's own.
function introspected(answer) {
  const client = buildClientSchema(answer);
  // @defer and @stream are known here on purpose.
  const directives = client.getDirectives().filter((d) => !['defer', 'stream'].includes(d.name));
  const same = new GraphQLSchema({ ...client.toConfig(), directives });
  const print = (s) => printSchema(lexicographicSortSchema(s));
  return { want: print(schema), got: print(same), problems: validateSchema(client).map(String) };
}

const full = { descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true };
const input = JSON.parse(readFileSync(0, 'utf8'));
const output = process.argv[2] === 'introspection' ? introspected(input) : { introspection: [getIntrospectionQuery(), getIntrospectionQuery(full)], results: input.map(answer) };
process.stdout.write(JSON.stringify(output));
