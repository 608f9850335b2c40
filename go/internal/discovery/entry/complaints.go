package entry

import (
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
)

// maxQuoted is how many characters of a registry's data are shown.
const maxQuoted = 200

// Quote makes text of a registry fit for a log: quoted, in ASCII, and cut.
func Quote(text string) string {
	if runes := []rune(text); len(runes) > maxQuoted {
		text = string(runes[:maxQuoted]) + "…"
	}
	return strconv.QuoteToASCII(text)
}

// Complaints says on stderr what is wrong with the entries of one list: a line for each, once, also when
// the list is read many times. It is for one goroutine.
type Complaints struct {
	// Writer is os.Stderr if nil.
	Writer io.Writer
	said   map[string]string
}

// Say takes what is wrong now, by the entry's name.
func (c *Complaints) Say(wrong map[string]string) {
	writer := c.Writer
	if writer == nil {
		writer = os.Stderr
	}
	for _, name := range slices.Sorted(maps.Keys(wrong)) {
		if c.said[name] != wrong[name] {
			fmt.Fprintf(writer, "discovery: entry %s: %s\n", Quote(name), wrong[name])
		}
	}
	c.said = wrong
}
