// Turns an operation into the fragments that a Relay application would have: one
// for the query and one for the nodes of each connection, every list that can
// be paged a @connection, and each fragment that has one such list refetchable.
import { Kind, TypeInfo, getNamedType, parse, print, visit, visitWithTypeInfo } from 'graphql'

/** Returns the source of a module, and the fragments in it with the types they are on. */
export function toRelay(operation, schema) {
  const module = operation.name.value
  const maker = new Maker(module, schema)
  const selectionSet = maker.fragment(`${module}_query`, schema.getQueryType(), operation.selectionSet)
  const query = print({ ...operation, name: { kind: Kind.NAME, value: `${module}Query` }, selectionSet })
  return { module, source: [query, ...maker.sources].map((part) => `graphql\`\n${part}\n\`\n`).join('\n'), fragments: maker.fragments }
}

class Maker {
  constructor(module, schema) {
    this.module = module
    this.schema = schema
    this.sources = []
    this.fragments = []
  }

  // fragment writes a selection on a type, and returns what spreads it. What is
  // selected of the nodes of a connection becomes a fragment of its own.
  fragment(name, type, selectionSet) {
    const lists = []
    const path = [name.replace(/_query$/, '')]
    const types = new TypeInfo(this.schema, type)
    visit(
      selectionSet,
      visitWithTypeInfo(types, {
        Field: {
          enter: (field) => {
            const node = nodeOf(field, types)
            path.push((field.alias ?? field.name).value)
            if (!node) return
            const list = path.join('_')
            lists.push({ field, list, node: this.fragment(list, node.type, node.selectionSet) })
            path.pop()
            return false
          },
          leave: () => void path.pop(),
        },
      }),
    )
    const paged = lists.length === 1 && this.canRefetch(type)
    const paging = paged ? pagingOf(lists[0].field) : { definitions: '', spread: '' }
    const body = visit(selectionSet, {
      Field: (field) => {
        const list = lists.find((l) => l.field === field)
        return list && asConnection(list, paged)
      },
    })
    this.sources.push(`fragment ${name} on ${type.name} ${paged ? `${paging.definitions} @refetchable(queryName: "${name}Query")` : ''} ${print(body)}`)
    this.fragments.push({ name, type: type.name, query: paged ? `${name}Query` : undefined })
    return parse(`{ ...${name} ${paging.spread} }`).definitions[0].selectionSet
  }

  canRefetch(type) {
    return type === this.schema.getQueryType() || type.name === 'Node' || type.getInterfaces?.().some((i) => i.name === 'Node')
  }
}

// nodeOf finds what a field selects of the nodes of its connection, and their
// type; undefined for any other field, and for one that does not say how many.
function nodeOf(field, types) {
  const type = getNamedType(types.getType())
  const edges = named(field, 'edges')
  const node = edges && named(edges, 'node')
  const pages = types.getFieldDef()?.args.some((a) => a.name === 'after') && field.arguments.some((a) => a.name.value === 'first')
  if (!node || !pages || !type.name.endsWith('Connection')) return undefined
  return { type: getNamedType(getNamedType(type.getFields().edges.type).getFields().node.type), selectionSet: node.selectionSet }
}

const named = (parent, name) => parent.selectionSet?.selections.find((s) => s.kind === Kind.FIELD && s.name.value === name)

// asConnection marks a field, pages it by the fragment's arguments if they are
// to be had, and spreads the fragment of its nodes.
function asConnection({ field, list, node }, paged) {
  const others = field.arguments.filter((a) => !paged || !['first', 'after'].includes(a.name.value))
  const paging = paged ? parse('{ f(first: $count, after: $cursor) }').definitions[0].selectionSet.selections[0].arguments : []
  const marked = parse(`{ f @connection(key: "${list}") }`).definitions[0].selectionSet.selections[0].directives
  const inEdges = (f) => (f.name.value === 'node' ? { ...f, selectionSet: node } : f)
  const selections = field.selectionSet.selections
    .filter((f) => f.name.value !== 'pageInfo') // the compiler asks for what it needs of it
    .map((f) => (f.name.value === 'edges' ? { ...f, selectionSet: { ...f.selectionSet, selections: f.selectionSet.selections.map(inEdges) } } : f))
  return { ...field, arguments: [...others, ...paging], directives: marked, selectionSet: { ...field.selectionSet, selections } }
}

// pagingOf turns the paging of a field into arguments of its fragment: a length
// that the document says outright is the default, variables are passed on.
function pagingOf(field) {
  const given = (name) => field.arguments.find((a) => a.name.value === name)?.value
  const [first, after] = [given('first'), given('after')]
  const length = first?.kind === Kind.INT ? first.value : 20
  const passed = Object.entries({ count: first, cursor: after }).filter(([, value]) => value?.kind === Kind.VARIABLE)
  return {
    definitions: `@argumentDefinitions(count: { type: "Int", defaultValue: ${length} }, cursor: { type: "String" })`,
    spread: passed.length > 0 ? `@arguments(${passed.map(([name, value]) => `${name}: ${print(value)}`).join(', ')})` : '',
  }
}
