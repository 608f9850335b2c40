// Package services holds what the services know and decide, without any RPC library.
// The packages below it bind the same logic to one library each.
package services

import "github.com/crosswire-interop/crosswire/go/gen/users"

// usersByID is the directory that every implementation of MyService serves.
var usersByID = map[int32]*users.User{
	1: {Name: "Ada", Age: 36, Email: "ada@example.org"},
	2: {Name: "Blaise", Age: 39, Email: "blaise@example.org"},
	3: {Name: "张伟"},
}

// FindUsers is the reply to a question about ids: the known users in the order asked, repeats
// repeated. Unknown ids are left out, so the reply may be empty.
func FindUsers(ids []int32) *users.UserReply {
	reply := &users.UserReply{Message: "success"}
	for _, id := range ids {
		if user, known := usersByID[id]; known {
			reply.Data = append(reply.Data, user)
		}
	}
	return reply
}
