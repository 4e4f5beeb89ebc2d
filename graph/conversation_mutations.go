package graph

import (
	"context"

	"github.com/tongxing/tongxing/core"
)

func (r *mutationResolver) StartThread(ctx context.Context, in core.StartThreadInput) (*StartThreadPayload, error) {
	id, err := r.Core.StartThread(ctx, in)
	p := &StartThreadPayload{}
	p.Thread, p.UserErrors, err = answer(ctx, r.Core.Ent.Thread.Load, "thread", id, err)
	return p, err
}

func (r *mutationResolver) UpdateThread(ctx context.Context, in core.UpdateThreadInput) (*UpdateThreadPayload, error) {
	id, err := r.Core.UpdateThread(ctx, in)
	p := &UpdateThreadPayload{}
	p.Thread, p.UserErrors, err = answer(ctx, r.Core.Ent.Thread.Load, "thread", id, err)
	return p, err
}

func (r *mutationResolver) AcceptAnswer(ctx context.Context, in core.AcceptAnswerInput) (*AcceptAnswerPayload, error) {
	id, err := r.Core.AcceptAnswer(ctx, in)
	p := &AcceptAnswerPayload{}
	p.Thread, p.UserErrors, err = answer(ctx, r.Core.Ent.Thread.Load, "thread", id, err)
	return p, err
}

func (r *mutationResolver) MarkThreadRead(ctx context.Context, in MarkThreadReadInput) (*MarkThreadReadPayload, error) {
	id, err := r.Core.MarkThreadRead(ctx, in.ThreadID, in.Number)
	p := &MarkThreadReadPayload{}
	p.Thread, p.UserErrors, err = answer(ctx, r.Core.Ent.Thread.Load, "thread", id, err)
	return p, err
}

func (r *mutationResolver) AddComment(ctx context.Context, in core.AddCommentInput) (*AddCommentPayload, error) {
	id, err := r.Core.AddComment(ctx, in)
	p := &AddCommentPayload{}
	p.Comment, p.UserErrors, err = answer(ctx, r.Core.Ent.Comment.Load, "comment", id, err)
	return p, err
}

func (r *mutationResolver) EditComment(ctx context.Context, in core.CommentInput) (*EditCommentPayload, error) {
	id, err := r.Core.EditComment(ctx, in)
	p := &EditCommentPayload{}
	p.Comment, p.UserErrors, err = answer(ctx, r.Core.Ent.Comment.Load, "comment", id, err)
	return p, err
}

func (r *mutationResolver) DeleteComment(ctx context.Context, in core.CommentInput) (*DeleteCommentPayload, error) {
	id, err := r.Core.DeleteComment(ctx, in)
	p := &DeleteCommentPayload{}
	p.Comment, p.UserErrors, err = answer(ctx, r.Core.Ent.Comment.Load, "comment", id, err)
	return p, err
}

func (r *mutationResolver) HideComment(ctx context.Context, in core.CommentInput) (*HideCommentPayload, error) {
	id, err := r.Core.HideComment(ctx, in)
	p := &HideCommentPayload{}
	p.Comment, p.UserErrors, err = answer(ctx, r.Core.Ent.Comment.Load, "comment", id, err)
	return p, err
}

func (r *mutationResolver) RestoreComment(ctx context.Context, in core.CommentInput) (*RestoreCommentPayload, error) {
	id, err := r.Core.RestoreComment(ctx, in)
	p := &RestoreCommentPayload{}
	p.Comment, p.UserErrors, err = answer(ctx, r.Core.Ent.Comment.Load, "comment", id, err)
	return p, err
}

func (r *mutationResolver) ReactToComment(ctx context.Context, in core.ReactToCommentInput) (*ReactToCommentPayload, error) {
	id, err := r.Core.ReactToComment(ctx, in)
	p := &ReactToCommentPayload{}
	p.Comment, p.UserErrors, err = answer(ctx, r.Core.Ent.Comment.Load, "comment", id, err)
	return p, err
}

func (r *mutationResolver) CastVote(ctx context.Context, in core.CastVoteInput) (*CastVotePayload, error) {
	id, err := r.Core.CastVote(ctx, in)
	p := &CastVotePayload{}
	p.Decision, p.UserErrors, err = answer(ctx, r.Core.Ent.Decision.Load, "decision", id, err)
	return p, err
}

func (r *mutationResolver) CloseDecision(ctx context.Context, in core.DecisionIDInput) (*CloseDecisionPayload, error) {
	id, err := r.Core.CloseDecision(ctx, in)
	p := &CloseDecisionPayload{}
	p.Decision, p.UserErrors, err = answer(ctx, r.Core.Ent.Decision.Load, "decision", id, err)
	return p, err
}
