package services

import (
	"errors"
	"slices"
	"testing"

	"github.com/crosswire-interop/crosswire/go/gen/order"
)

func TestFindUsersKeepsOrderAndRepeats(t *testing.T) {
	reply := FindUsers([]int32{2, 7, 1, 2})
	var names []string
	for _, user := range reply.GetData() {
		names = append(names, user.GetName())
	}
	if want := []string{"Blaise", "Ada", "Blaise"}; !slices.Equal(names, want) {
		t.Errorf("got %v, want %v", names, want)
	}
	if reply.GetMessage() != "success" {
		t.Errorf("message is %q", reply.GetMessage())
	}
}

func TestQuestionTypes(t *testing.T) {
	types, err := QuestionTypes("English")
	if want := []string{"单选", "填空", "作文"}; err != nil || !slices.Equal(types, want) {
		t.Errorf("got %v, %v, want %v", types, err, want)
	}
	_, err = QuestionTypes("Art")
	var unknown *UnknownSubjectError
	if !errors.As(err, &unknown) || err.Error() != "unknown subject: Art" {
		t.Errorf("got %v", err)
	}
}

func TestOrdersAnswerToTheByte(t *testing.T) {
	var orders Orders
	want := func(reply string) {
		t.Helper()
		if got := orders.Create(&order.OrderRequest{}).GetRstString(); got != reply {
			t.Errorf("got %q, want %q", got, reply)
		}
	}
	want(`{"ret": "Hi gRPC"}`)
	orders.Greet(`<b> "你好" & so on`, true)
	want(`{"ret": "<b> \"你好\" & so on"}`)
	orders.Greet("", true)
	want(`{"ret": ""}`)
	orders.Greet("", false)
	want(`{"ret": "Hi gRPC"}`)
}
