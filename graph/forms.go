package graph

import (
	"strconv"
	"strings"

	"github.com/cayleygraph/quad"
)

// form is how the object of a property is spelt: object writes it, put reads it.
type form uint8

const (
	asText    form = iota // a plain string
	asRef                 // the IRI of a thing of ours
	asClass               // the class that all things of the sort have
	asTerm                // a term of ours, after the prefix that stands in class
	asStatus              // a term of ours, one of Statuses
	asCount               // xsd:integer
	asValue               // xsd:decimal, or a plain string if it is a wording
	asContext             // "context"
)

// object is what a property says of a field, as facts hold it; nil if it is empty, as a number never is.
func object(as form, class, lang string, field any, base Base) quad.Value {
	switch as {
	case asClass:
		return quad.IRI(class)
	case asRef:
		if id := *field.(*ID); id != "" {
			return quad.IRI(base.IRI(id))
		}
		return nil
	case asTerm:
		if t, ok := field.(*Type); ok {
			return quad.IRI(class + string(*t))
		}
		if name := *field.(*string); name != "" {
			return quad.IRI(class + name)
		}
		return nil
	case asStatus:
		return statusIRI(*field.(*Status))
	case asCount:
		return quad.Int(*field.(*int))
	case asContext:
		if *field.(*bool) {
			return quad.String("context")
		}
		return nil
	}
	switch text := *field.(*string); {
	case text == "":
		return nil
	case lang != "":
		return quad.LangString{Value: quad.String(text), Lang: lang}
	case as == asValue && IsDecimal(text): // as printed ("2.50" stays so): no float
		return quad.TypedString{Value: quad.String(text), Type: xsdDecimal}
	default:
		return quad.String(text)
	}
}

// put reads an object into a field. again says that the field has a value; another one
// does not fit beside it. A Misfit without What means that all is well.
func (d *decoder) put(as form, class string, field any, o Value, again bool) Misfit {
	switch as {
	case asClass:
		if o.IRI != class {
			return Misfit{What: "is another class than the id says", Wanted: "<" + class + ">"}
		}
		return Misfit{}
	case asRef:
		if o.IRI == "" {
			return Misfit{What: "is no IRI", Wanted: "an id under " + string(d.base)}
		}
		id, ok := d.base.ID(o.IRI)
		if !ok || !knownPrefixes[id.Prefix()] {
			return Misfit{What: "is no id of ours", Wanted: "an id under " + string(d.base)}
		}
		return one(field.(*ID), id, again)
	case asTerm:
		name, ok := strings.CutPrefix(o.IRI, class)
		if !ok || name == "" || strings.ContainsAny(name, " #/") {
			return Misfit{What: "is no term of ours", Wanted: "<" + class + "…>"}
		}
		if t, ok := field.(*Type); ok {
			return one(t, Type(name), again)
		}
		return one(field.(*string), name, again)
	case asStatus:
		status, ok := ParseStatus(strings.TrimPrefix(o.IRI, Namespace+"status-"))
		if !ok || o.IRI != string(statusIRI(status)) {
			return Misfit{What: "is no status", Wanted: "<" + string(statusIRI(Existing)) + ">, planned or encouraged"}
		}
		return one(field.(*Status), status, again)
	case asCount:
		return whole(field.(*int), o, again)
	case asContext:
		if o != (Value{Text: "context"}) {
			return Misfit{What: "is no reading", Wanted: `"context", or none`}
		}
		return one(field.(*bool), true, false)
	case asValue:
		return value(field.(*string), o, again)
	}
	return text(field.(*string), o, again)
}

func one[V comparable](field *V, v V, again bool) Misfit {
	if again && *field != v {
		return Misfit{What: "has two values", Wanted: "one"}
	}
	*field = v
	return Misfit{}
}

func text(field *string, o Value, again bool) Misfit {
	if o.IRI != "" || o.Datatype != "" || o.Text == "" {
		return Misfit{What: "is no text", Wanted: "a plain string that is not empty"}
	}
	return one(field, o.Text, again)
}

func whole(field *int, o Value, again bool) Misfit {
	n, err := strconv.Atoi(o.Text)
	if o.Datatype != XSDInteger || err != nil || n < 0 || len(o.Text) > 9 || strconv.Itoa(n) != o.Text {
		return Misfit{What: "is no number of code points", Wanted: `digits without leading zeros, as "118"^^<` + XSDInteger + ">"}
	}
	return one(field, n, again)
}

func value(field *string, o Value, again bool) Misfit {
	if decimal := o.Datatype == XSDDecimal; decimal != IsDecimal(o.Text) || o.IRI != "" || o.Text == "" || !decimal && o.Datatype != "" {
		return Misfit{What: "is no value", Wanted: `a decimal as printed, as "2.50"^^<` + XSDDecimal + ">, or a wording as a plain string"}
	}
	return one(field, o.Text, again)
}
