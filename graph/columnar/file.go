package columnar

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"sync"
	"unsafe"

	"github.com/innograph/innograph/internal/replace"
)

// The file of a store. All numbers are little-endian, all sections begin at
// multiples of 8.
//
//	header    magic "INNOGRPH", version, sections; size of the file; checksum of header and table
//	table     for each section: offset, length in bytes, checksum
//	sections  the columns of Store in the order of [Store.sections], then the tables of its maker
//
// Checksums are CRC-32C.
const (
	magic      = "INNOGRPH"
	version    = 2
	headerSize = 32
	entrySize  = 24
	maxTables  = 64
)

// Errors of Open, for errors.Is.
var (
	// ErrNotAStore: the file does not begin as a store does, or is a folder.
	ErrNotAStore = errors.New("is no innograph store")
	// ErrVersion: the file is of another version of the format.
	ErrVersion = errors.New("is a store of another format version")
	// ErrDamaged: the file is shorter than it says, or a checksum differs.
	ErrDamaged = errors.New("is damaged")
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// section is one column of a store as bytes, and the way back.
type section struct {
	bytes func() []byte
	set   func([]byte)
}

// sections are the columns in the order of the file.
func (s *Store) sections() []section {
	list := []section{
		{func() []byte { return s.spellings }, func(b []byte) { s.spellings = b }},
		{func() []byte { return BytesOf(s.offsets) }, func(b []byte) { s.offsets = SliceOf[uint64](b) }},
		{func() []byte { return s.meta }, func(b []byte) { s.meta = b }},
	}
	for _, column := range []*[]uint32{&s.slots, &s.side[0], &s.side[1], &s.side[2], &s.side[3], &s.bySubject, &s.byObject, &s.objectOrder,
		&s.predicates, &s.byPredicate, &s.predicateOrder, &s.labels, &s.byLabel, &s.labelOrder} {
		list = append(list, section{func() []byte { return BytesOf(*column) }, func(b []byte) { *column = SliceOf[uint32](b) }})
	}
	for i := range s.tables {
		list = append(list, section{func() []byte { return s.tables[i] }, func(b []byte) { s.tables[i] = b }})
	}
	return list
}

// WriteFile writes the store to path. It writes aside, syncs and renames, so
// that path has the old file or the whole new one, whatever happens. meta and
// tables are kept with the store; see [Store.Meta] and [Store.Tables].
func (s *Store) WriteFile(path string, meta []byte, tables ...[]byte) error {
	if !littleEndian() {
		return errors.New("columnar: files are written on little-endian machines only")
	}
	copied := *s
	copied.meta, copied.tables = meta, tables
	if err := replace.File(path, copied.write); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}

func (s *Store) write(w io.Writer) error {
	sections := s.sections()
	head := make([]byte, headerSize+entrySize*len(sections))
	copy(head, magic)
	binary.LittleEndian.PutUint32(head[8:], version)
	binary.LittleEndian.PutUint32(head[12:], uint32(len(sections)))
	at := uint64(len(head))
	checksums := make([]uint32, len(sections))
	var group sync.WaitGroup
	group.Go(func() { checksum(sections, checksums, 0) })
	checksum(sections, checksums, 1)
	group.Wait()
	for i, sec := range sections {
		entry := head[headerSize+entrySize*i:]
		size := uint64(len(sec.bytes()))
		binary.LittleEndian.PutUint64(entry, at)
		binary.LittleEndian.PutUint64(entry[8:], size)
		binary.LittleEndian.PutUint32(entry[16:], checksums[i])
		at += aligned(size)
	}
	binary.LittleEndian.PutUint64(head[16:], at)
	binary.LittleEndian.PutUint32(head[24:], headChecksum(head))
	if _, err := w.Write(head); err != nil {
		return err
	}
	var padding [8]byte
	for _, sec := range sections {
		b := sec.bytes()
		if _, err := w.Write(b); err != nil {
			return err
		}
		if _, err := w.Write(padding[:aligned(uint64(len(b)))-uint64(len(b))]); err != nil {
			return err
		}
	}
	return nil
}

// checksum fills every second checksum, so that two goroutines share the work.
func checksum(sections []section, into []uint32, from int) {
	for i := from; i < len(sections); i += 2 {
		into[i] = crc32.Checksum(sections[i].bytes(), castagnoli)
	}
}

// headChecksum is the checksum of header and table, its own place taken as zero.
func headChecksum(head []byte) uint32 {
	sum := crc32.Checksum(head[:24], castagnoli)
	sum = crc32.Update(sum, castagnoli, make([]byte, 4))
	return crc32.Update(sum, castagnoli, head[28:])
}

func aligned(n uint64) uint64 { return (n + 7) &^ 7 }

// Open maps the file of a store and checks all of it: every byte but padding is under a
// checksum. The error wraps ErrNotAStore, ErrVersion or ErrDamaged, or says why
// the file cannot be read. The file may be replaced by renaming while it is
// open; the store goes on with what it has mapped.
func Open(path string) (*Store, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("open store %s: %w: it is no file", path, ErrNotAStore)
	}
	if !littleEndian() {
		return nil, fmt.Errorf("open store %s: files are read on little-endian machines only", path)
	}
	data, unmap, err := mapFile(path, info.Size())
	if err != nil {
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	s, err := parse(data)
	if err != nil {
		_ = unmap() // the first error tells
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	s.close = sync.OnceValue(unmap)
	return s, nil
}

// parse makes a store over the bytes of a file.
func parse(data []byte) (*Store, error) {
	if len(data) < headerSize || string(data[:8]) != magic {
		return nil, fmt.Errorf("the file %w", ErrNotAStore)
	}
	if v := binary.LittleEndian.Uint32(data[8:]); v != version {
		return nil, fmt.Errorf("the file %w: %d, this program reads %d; load the packages again", ErrVersion, v, version)
	}
	s := &Store{}
	more := int64(binary.LittleEndian.Uint32(data[12:])) - int64(len(s.sections()))
	if more < 0 || more > maxTables {
		return nil, fmt.Errorf("the file %w: its table of sections is not whole", ErrDamaged)
	}
	s.tables = make([][]byte, more)
	sections := s.sections()
	headEnd := headerSize + entrySize*len(sections)
	if len(data) < headEnd {
		return nil, fmt.Errorf("the file %w: its table of sections is not whole", ErrDamaged)
	}
	head := data[:headEnd]
	if binary.LittleEndian.Uint32(head[24:]) != headChecksum(head) {
		return nil, fmt.Errorf("the file %w: the checksum of its header differs", ErrDamaged)
	}
	if size := binary.LittleEndian.Uint64(head[16:]); size != uint64(len(data)) {
		return nil, fmt.Errorf("the file %w: it has %d bytes of %d", ErrDamaged, len(data), size)
	}
	want := make([]uint32, len(sections))
	for i, sec := range sections {
		entry := head[headerSize+entrySize*i:]
		at, size := binary.LittleEndian.Uint64(entry), binary.LittleEndian.Uint64(entry[8:])
		if at+size < at || at+size > uint64(len(data)) || at%8 != 0 {
			return nil, fmt.Errorf("the file %w: section %d lies outside it", ErrDamaged, i)
		}
		want[i] = binary.LittleEndian.Uint32(entry[16:])
		sec.set(data[at : at+size : at+size])
	}
	got := make([]uint32, len(sections))
	var group sync.WaitGroup
	group.Go(func() { checksum(sections, got, 0) })
	checksum(sections, got, 1)
	group.Wait()
	for i := range got {
		if got[i] != want[i] {
			return nil, fmt.Errorf("the file %w: the checksum of section %d differs", ErrDamaged, i)
		}
	}
	return s, nil
}

func littleEndian() bool {
	return binary.NativeEndian.Uint16([]byte{1, 0}) == 1
}

// BytesOf looks at the memory of numbers, or of structs of nothing but numbers, as bytes.
func BytesOf[T any](s []T) []byte {
	if len(s) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&s[0])), len(s)*int(unsafe.Sizeof(s[0])))
}

// SliceOf is the inverse of [BytesOf]. Sections are aligned to 8 bytes in a file
// and by the allocator in memory; T must need no more.
func SliceOf[T any](b []byte) []T {
	var zero T
	if len(b) == 0 {
		return nil
	}
	return unsafe.Slice((*T)(unsafe.Pointer(&b[0])), len(b)/int(unsafe.Sizeof(zero)))
}
