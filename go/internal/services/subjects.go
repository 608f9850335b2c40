package services

import "fmt"

// questionTypes lists, for each subject, its question types in the order in which they are sent.
var questionTypes = map[string][]string{
	"Chinese":   {"单选", "多选", "填空", "解答", "问答", "作文"},
	"Math":      {"单选", "填空", "解答"},
	"English":   {"单选", "填空", "作文"},
	"Physics":   {"单选", "多选", "填空", "解答"},
	"Chemistry": {"单选", "多选", "填空", "解答"},
	"Biology":   {"单选", "多选", "填空", "解答"},
	"History":   {"单选", "多选", "填空", "解答", "问答"},
}

// UnknownSubjectError is the answer to a subject that nobody teaches. The bindings turn it into
// the status NOT_FOUND.
type UnknownSubjectError struct{ Subject string }

func (e *UnknownSubjectError) Error() string {
	return fmt.Sprintf("unknown subject: %s", e.Subject)
}

// QuestionTypes are the kinds of question that a subject is examined with, in order. An unknown
// subject is an *UnknownSubjectError.
func QuestionTypes(subject string) ([]string, error) {
	types, known := questionTypes[subject]
	if !known {
		return nil, &UnknownSubjectError{Subject: subject}
	}
	return types, nil
}
