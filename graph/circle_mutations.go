package graph

import (
	"context"

	"github.com/tongxing/tongxing/core"
	"github.com/tongxing/tongxing/ent"
)

// still finishes a mutation after which the viewer may no longer see the node: it is null then, and nothing was refused.
func still[N any](ctx context.Context, load func(context.Context, string, ...string) (*N, error), field, id string, err error) (*N, []*UserError, error) {
	n, refused, err := answer(ctx, load, field, id, err)
	return n, refused, ent.MaskNotFound(err)
}

func (r *mutationResolver) CreateCircle(ctx context.Context, in core.CreateCircleInput) (*CreateCirclePayload, error) {
	id, err := r.Core.CreateCircle(ctx, in)
	p := &CreateCirclePayload{}
	p.Circle, p.UserErrors, err = still(ctx, r.Core.Ent.Circle.Load, "circle", id, err)
	return p, err
}

func (r *mutationResolver) StartCircleFrom(ctx context.Context, in core.CreateCircleInput) (*StartCircleFromPayload, error) {
	id, err := r.Core.CreateCircle(ctx, in)
	p := &StartCircleFromPayload{}
	p.Circle, p.UserErrors, err = still(ctx, r.Core.Ent.Circle.Load, "circle", id, err)
	return p, err
}

func (r *mutationResolver) UpdateCircle(ctx context.Context, in core.UpdateCircleInput) (*UpdateCirclePayload, error) {
	id, err := r.Core.UpdateCircle(ctx, in)
	p := &UpdateCirclePayload{}
	p.Circle, p.UserErrors, err = still(ctx, r.Core.Ent.Circle.Load, "circle", id, err)
	return p, err
}

func (r *mutationResolver) ActivateCircle(ctx context.Context, in core.CircleInput) (*ActivateCirclePayload, error) {
	id, err := r.Core.ActivateCircle(ctx, in)
	p := &ActivateCirclePayload{}
	p.Circle, p.UserErrors, err = still(ctx, r.Core.Ent.Circle.Load, "circle", id, err)
	return p, err
}

func (r *mutationResolver) RestCircle(ctx context.Context, in core.CircleInput) (*RestCirclePayload, error) {
	id, err := r.Core.RestCircle(ctx, in)
	p := &RestCirclePayload{}
	p.Circle, p.UserErrors, err = still(ctx, r.Core.Ent.Circle.Load, "circle", id, err)
	return p, err
}

func (r *mutationResolver) ReviveCircle(ctx context.Context, in core.CircleInput) (*ReviveCirclePayload, error) {
	id, err := r.Core.ReviveCircle(ctx, in)
	p := &ReviveCirclePayload{}
	p.Circle, p.UserErrors, err = still(ctx, r.Core.Ent.Circle.Load, "circle", id, err)
	return p, err
}

func (r *mutationResolver) ArchiveCircle(ctx context.Context, in core.CircleInput) (*ArchiveCirclePayload, error) {
	id, err := r.Core.ArchiveCircle(ctx, in)
	p := &ArchiveCirclePayload{}
	p.Circle, p.UserErrors, err = still(ctx, r.Core.Ent.Circle.Load, "circle", id, err)
	return p, err
}

func (r *mutationResolver) PublishCharter(ctx context.Context, in core.PublishCharterInput) (*PublishCharterPayload, error) {
	id, err := r.Core.PublishCharter(ctx, in)
	p := &PublishCharterPayload{}
	p.Circle, p.UserErrors, err = still(ctx, r.Core.Ent.Circle.Load, "circle", id, err)
	return p, err
}

func (r *mutationResolver) AcceptCharter(ctx context.Context, in core.AcceptCharterInput) (*AcceptCharterPayload, error) {
	id, err := r.Core.AcceptCharter(ctx, in)
	p := &AcceptCharterPayload{}
	p.Seat, p.UserErrors, err = still(ctx, r.Core.Ent.CircleSeat.Load, "seat", id, err)
	return p, err
}

func (r *mutationResolver) InviteToCircle(ctx context.Context, in core.InviteToCircleInput) (*InviteToCirclePayload, error) {
	id, err := r.Core.InviteToCircle(ctx, in)
	p := &InviteToCirclePayload{}
	p.Circle, p.UserErrors, err = still(ctx, r.Core.Ent.Circle.Load, "circle", id, err)
	return p, err
}

func (r *mutationResolver) JoinCircle(ctx context.Context, in core.JoinCircleInput) (*JoinCirclePayload, error) {
	id, err := r.Core.JoinCircle(ctx, in)
	p := &JoinCirclePayload{}
	p.Seat, p.UserErrors, err = still(ctx, r.Core.Ent.CircleSeat.Load, "seat", id, err)
	return p, err
}

func (r *mutationResolver) AcceptSeatInvitation(ctx context.Context, in core.SeatInput) (*AcceptSeatInvitationPayload, error) {
	id, err := r.Core.AcceptSeatInvitation(ctx, in)
	p := &AcceptSeatInvitationPayload{}
	p.Seat, p.UserErrors, err = still(ctx, r.Core.Ent.CircleSeat.Load, "seat", id, err)
	return p, err
}

func (r *mutationResolver) DeclineSeatInvitation(ctx context.Context, in core.SeatInput) (*DeclineSeatInvitationPayload, error) {
	id, err := r.Core.DeclineSeatInvitation(ctx, in)
	p := &DeclineSeatInvitationPayload{}
	p.Seat, p.UserErrors, err = still(ctx, r.Core.Ent.CircleSeat.Load, "seat", id, err)
	return p, err
}

func (r *mutationResolver) WithdrawSeatInvitation(ctx context.Context, in core.SeatInput) (*WithdrawSeatInvitationPayload, error) {
	id, err := r.Core.WithdrawSeatInvitation(ctx, in)
	p := &WithdrawSeatInvitationPayload{}
	p.Seat, p.UserErrors, err = still(ctx, r.Core.Ent.CircleSeat.Load, "seat", id, err)
	return p, err
}

func (r *mutationResolver) WithdrawSeatRequest(ctx context.Context, in core.SeatInput) (*WithdrawSeatRequestPayload, error) {
	id, err := r.Core.WithdrawSeatRequest(ctx, in)
	p := &WithdrawSeatRequestPayload{}
	p.Seat, p.UserErrors, err = still(ctx, r.Core.Ent.CircleSeat.Load, "seat", id, err)
	return p, err
}

func (r *mutationResolver) DecideSeatRequest(ctx context.Context, in core.DecideSeatRequestInput) (*DecideSeatRequestPayload, error) {
	id, err := r.Core.DecideSeatRequest(ctx, in)
	p := &DecideSeatRequestPayload{}
	p.Seat, p.UserErrors, err = still(ctx, r.Core.Ent.CircleSeat.Load, "seat", id, err)
	return p, err
}

func (r *mutationResolver) SuspendSeat(ctx context.Context, in core.SeatInput) (*SuspendSeatPayload, error) {
	id, err := r.Core.SuspendSeat(ctx, in)
	p := &SuspendSeatPayload{}
	p.Seat, p.UserErrors, err = still(ctx, r.Core.Ent.CircleSeat.Load, "seat", id, err)
	return p, err
}

func (r *mutationResolver) ReinstateSeat(ctx context.Context, in core.SeatInput) (*ReinstateSeatPayload, error) {
	id, err := r.Core.ReinstateSeat(ctx, in)
	p := &ReinstateSeatPayload{}
	p.Seat, p.UserErrors, err = still(ctx, r.Core.Ent.CircleSeat.Load, "seat", id, err)
	return p, err
}

func (r *mutationResolver) RemoveSeat(ctx context.Context, in core.SeatInput) (*RemoveSeatPayload, error) {
	id, err := r.Core.RemoveSeat(ctx, in)
	p := &RemoveSeatPayload{}
	p.Seat, p.UserErrors, err = still(ctx, r.Core.Ent.CircleSeat.Load, "seat", id, err)
	return p, err
}

func (r *mutationResolver) LeaveCircle(ctx context.Context, in core.SeatInput) (*LeaveCirclePayload, error) {
	id, err := r.Core.LeaveCircle(ctx, in)
	p := &LeaveCirclePayload{}
	p.Seat, p.UserErrors, err = still(ctx, r.Core.Ent.CircleSeat.Load, "seat", id, err)
	return p, err
}

func (r *mutationResolver) SetSeatDelegates(ctx context.Context, in core.SetSeatDelegatesInput) (*SetSeatDelegatesPayload, error) {
	id, err := r.Core.SetSeatDelegates(ctx, in)
	p := &SetSeatDelegatesPayload{}
	p.Seat, p.UserErrors, err = still(ctx, r.Core.Ent.CircleSeat.Load, "seat", id, err)
	return p, err
}

func (r *mutationResolver) SetSeatRole(ctx context.Context, in core.SetSeatRoleInput) (*SetSeatRolePayload, error) {
	id, err := r.Core.SetSeatRole(ctx, in)
	p := &SetSeatRolePayload{}
	p.Seat, p.UserErrors, err = still(ctx, r.Core.Ent.CircleSeat.Load, "seat", id, err)
	return p, err
}

func (r *mutationResolver) HandOverStewardship(ctx context.Context, in core.SeatInput) (*HandOverStewardshipPayload, error) {
	id, err := r.Core.HandOverStewardship(ctx, in)
	p := &HandOverStewardshipPayload{}
	p.Seat, p.UserErrors, err = still(ctx, r.Core.Ent.CircleSeat.Load, "seat", id, err)
	return p, err
}

func (r *mutationResolver) SharePlaybook(ctx context.Context, in core.SharePlaybookInput) (*SharePlaybookPayload, error) {
	id, err := r.Core.SharePlaybook(ctx, in)
	p := &SharePlaybookPayload{}
	p.Playbook, p.UserErrors, err = still(ctx, r.Core.Ent.Playbook.Load, "playbook", id, err)
	return p, err
}

func (r *mutationResolver) UnsharePlaybook(ctx context.Context, in core.UnsharePlaybookInput) (*UnsharePlaybookPayload, error) {
	id, err := r.Core.UnsharePlaybook(ctx, in)
	p := &UnsharePlaybookPayload{}
	p.Playbook, p.UserErrors, err = still(ctx, r.Core.Ent.Playbook.Load, "playbook", id, err)
	return p, err
}
