package entry

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"unicode/utf8"
)

// MaxBytes is how much data an entry may have.
const MaxBytes = 64 << 10

// Parse reads an entry's JSON. An error says why the entry can't be used; a warning says what of it is not.
func Parse(data []byte) (parsed Entry, warning string, err error) {
	if len(data) > MaxBytes {
		return Entry{}, "", fmt.Errorf("over %d KiB of data", MaxBytes>>10)
	}
	fields, err := object(data)
	if err != nil {
		return Entry{}, "", err
	}
	if parsed.Host, err = host(fields["host"]); err != nil {
		return Entry{}, "", err
	}
	port, present := fields["port"]
	if !present {
		return Entry{}, "", errors.New("no port")
	}
	if parsed.Port, err = whole(port, 1, maxPort); err != nil {
		return Entry{}, "", fmt.Errorf("port %w", err)
	}
	parsed.Weight, warning = weight(fields["weight"])
	return parsed, warning, nil
}

// object is a map and not a struct, since a struct would take "Host" for "host".
func object(data []byte) (map[string]json.RawMessage, error) {
	if !utf8.Valid(data) || !json.Valid(data) {
		return nil, fmt.Errorf("not JSON: %s", Quote(string(data)))
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil || fields == nil {
		return nil, fmt.Errorf("no JSON object: %s", Quote(string(data)))
	}
	return fields, nil
}

func host(raw json.RawMessage) (string, error) {
	var name *string
	switch err := json.Unmarshal(raw, &name); {
	case raw == nil:
		return "", errors.New("no host")
	case err != nil || name == nil:
		return "", fmt.Errorf("host is not a string: %s", Quote(string(raw)))
	case *name == "":
		return "", errors.New("host is empty")
	}
	return *name, nil
}

// whole is a JSON number without a fraction, from low to high.
func whole(raw json.RawMessage, low, high int) (int, error) {
	var number *float64
	if err := json.Unmarshal(raw, &number); err != nil || number == nil || *number != math.Trunc(*number) {
		return 0, fmt.Errorf("is not a whole number: %s", Quote(string(raw)))
	}
	if *number < float64(low) || *number > float64(high) {
		return 0, fmt.Errorf("is not in %d–%d: %s", low, high, Quote(string(raw)))
	}
	return int(*number), nil
}

func weight(raw json.RawMessage) (int, string) {
	if raw == nil {
		return DefaultWeight, ""
	}
	number, err := whole(raw, 0, maxWeight)
	if err != nil {
		return DefaultWeight, fmt.Sprintf("weight %v, so it counts as %d", err, DefaultWeight)
	}
	return number, ""
}

// Format is the JSON of an entry in ZooKeeper, with a weight only where one was given.
func Format(host string, port int, weight *int) []byte {
	data, err := json.Marshal(struct {
		Host   string `json:"host"`
		Port   int    `json:"port"`
		Weight *int   `json:"weight,omitempty"`
	}{host, port, weight})
	if err != nil {
		panic(err) // A string and two numbers have a JSON.
	}
	return data
}
