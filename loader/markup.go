package loader

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxDepth is how deep elements of a workbook may nest; Excel's own stay below 30.
const maxDepth = 256

// wellNested checks the XML in an archive before it is handed to a reader that keeps a
// record of every open element, and that takes a part that is cut off for one that ends.
func wellNested(archive *zip.Reader) error {
	for _, entry := range archive.File {
		if name := strings.ToLower(entry.Name); !strings.HasSuffix(name, ".xml") && !strings.HasSuffix(name, ".rels") {
			continue
		}
		part, err := entry.Open()
		if err != nil {
			return fmt.Errorf("%s: %w", entry.Name, err)
		}
		err = nested(bufio.NewReaderSize(part, 64<<10))
		_ = part.Close() // what was read was read
		if err != nil {
			return fmt.Errorf("%s: %w", entry.Name, err)
		}
	}
	return nil
}

var errCutOff = errors.New("the XML is cut off")

// nested reads XML and counts open elements.
func nested(in *bufio.Reader) error {
	for depth := 0; ; {
		switch _, err := in.ReadSlice('<'); {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err == io.EOF && depth == 0:
			return nil
		case err != nil:
			return cutOff(err)
		}
		change, err := tag(in)
		if err != nil {
			return err
		}
		if depth += change; depth > maxDepth {
			return fmt.Errorf("elements nest deeper than %d", maxDepth)
		}
		if depth < 0 {
			return errors.New("an element is closed that is not open")
		}
	}
}

func cutOff(err error) error {
	if err == io.EOF {
		return errCutOff
	}
	return err
}

// tag reads what follows on "<", and says by how much the depth changes.
func tag(in *bufio.Reader) (int, error) {
	begin, err := in.Peek(2)
	if err != nil {
		return 0, cutOff(err)
	}
	switch {
	case begin[0] == '?':
		return 0, through(in, "?>")
	case begin[0] == '!':
		if more, _ := in.Peek(3); bytes.Equal(more, []byte("!--")) {
			return 0, through(in, "-->")
		}
		if more, _ := in.Peek(8); bytes.Equal(more, []byte("![CDATA[")) {
			return 0, through(in, "]]>")
		}
		return 0, errors.New("the XML has a document type, which workbooks do not have")
	case begin[0] == '/':
		return -1, through(in, ">")
	}
	var quote, last byte
	for {
		c, err := in.ReadByte()
		switch {
		case err != nil:
			return 0, cutOff(err)
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '>' && last == '/':
			return 0, nil
		case c == '>':
			return 1, nil
		}
		last = c
	}
}

// through reads on behind an end.
func through(in *bufio.Reader, end string) error {
	var tail []byte
	for {
		c, err := in.ReadByte()
		if err != nil {
			return cutOff(err)
		}
		if tail = append(tail, c); len(tail) > len(end) {
			tail = tail[1:]
		}
		if string(tail) == end {
			return nil
		}
	}
}
