package main

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/xuri/excelize/v2"

	"github.com/innograph/innograph/graph"
	"github.com/innograph/innograph/loader"
)

// dump FOLDER FILE writes a package as one file, in the form that its name asks for.
func dump(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: dump FOLDER FILE")
	}
	data, err := dumped(ts.MkAbs(args[0]), args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), data, 0o644))
}

func dumped(dir, name string) ([]byte, error) {
	var b bytes.Buffer
	switch {
	case strings.HasSuffix(name, ".xlsx"):
		err := writeBook(dir, &b)
		return b.Bytes(), err
	case strings.HasSuffix(name, ".zip"):
		w := zip.NewWriter(&b)
		if err := w.AddFS(os.DirFS(dir)); err != nil {
			return nil, err
		}
		err := w.Close()
		return b.Bytes(), err
	}
	facts, problems, err := loader.Load(context.Background(), []loader.Package{{Name: dir, FS: os.DirFS(dir)}}, nil)
	if err != nil || len(problems) > 0 {
		return nil, fmt.Errorf("%v %v", problems, err)
	}
	for _, q := range graph.Quads(facts, "https://elsewhere.example/id/") {
		fmt.Fprintln(&b, q.NQuad())
	}
	if !strings.HasSuffix(name, ".gz") {
		return b.Bytes(), nil
	}
	var z bytes.Buffer
	w := gzip.NewWriter(&z)
	if _, err := w.Write(b.Bytes()); err != nil {
		return nil, err
	}
	err = w.Close()
	return z.Bytes(), err
}

func writeBook(dir string, b *bytes.Buffer) error {
	files, err := filepath.Glob(filepath.Join(dir, "*.csv"))
	if err != nil {
		return err
	}
	book := excelize.NewFile()
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
		if err != nil {
			return err
		}
		sheet := strings.TrimSuffix(filepath.Base(file), ".csv")
		if _, err := book.NewSheet(sheet); err != nil {
			return err
		}
		for i, row := range rows {
			if err := book.SetSheetRow(sheet, fmt.Sprintf("A%d", i+1), &row); err != nil {
				return err
			}
		}
	}
	if err := book.DeleteSheet("Sheet1"); err != nil {
		return err
	}
	return book.Write(b)
}

// --watch notices that a file changes as it notices a folder's.
func TestSignatureOfFiles(t *testing.T) {
	dir := t.TempDir()
	if err := writeGood(dir); err != nil {
		t.Fatal(err)
	}
	data, err := dumped(filepath.Join(dir, "good"), "good.nq")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "good.nq")
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
	flags := &dataFlags{data: []string{file}}
	before := flags.signature()
	if !strings.Contains(before, "good.nq") {
		t.Errorf("signature %q", before)
	}
	if err := os.WriteFile(file, append(data, "# more\n"...), 0o644); err != nil {
		t.Fatal(err)
	}
	if flags.signature() == before {
		t.Error("another file has the same signature")
	}
}
