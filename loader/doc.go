// Package loader reads data packages into checked facts: folders of CSV files with
// a datapackage.json, and the same tables in files of other [Forms].
//
// It reads strictly and collects problems instead of stopping at the first:
// an unknown column, type, predicate, status, role or unit is a problem, never
// a default. While one problem stands, [Load] gives no facts.
//
// docs/data-format.md describes the packages column by column.
package loader
