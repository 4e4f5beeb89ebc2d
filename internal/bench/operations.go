package main

import "encoding/json"

// Sizes of the pages that are asked for.
const (
	pageSize   = 20
	stepsPage  = 5
	peoplePage = 20
)

const document = `
query List { playbooks(first: 20, orderBy: {field: CREATED_AT, direction: DESC}) { ...List } }
query ListCounted { playbooks(first: 20, orderBy: {field: CREATED_AT, direction: DESC}) { totalCount ...List } }
query Organization($slug: String!) {
  organization(slug: $slug) {
    id name mission region { nameEn }
    memberships(first: 20) { totalCount nodes { id role user { id name } } }
    playbooks(first: 20, orderBy: {field: CREATED_AT, direction: DESC}) { ...Books }
  }
}
query History($slug: String!) { organization(slug: $slug) { id name playbooks(first: 20, orderBy: {field: CREATED_AT, direction: DESC}) { ...Books } } }
fragment Books on PlaybookConnection { nodes { id title latestNumber createdAt } pageInfo { hasNextPage endCursor } }
fragment List on PlaybookConnection {
  pageInfo { hasNextPage endCursor }
  nodes {
    id title audience latestNumber createdAt
    organization { id name }
    latestVersion { id number evidenceLevel steps(first: 5, orderBy: {field: POSITION}) { totalCount nodes { id stepKey title importance } } }
  }
}`

// operation is one request that is measured.
type operation struct {
	title  string // in the table
	name   string
	slug   string
	member bool // asked by a member of organization 1; else by a stranger
}

func (o operation) body() []byte {
	b, err := json.Marshal(map[string]any{"query": document, "operationName": o.name, "variables": map[string]any{"slug": o.slug}})
	if err != nil {
		panic(err) // texts only
	}
	return b
}
