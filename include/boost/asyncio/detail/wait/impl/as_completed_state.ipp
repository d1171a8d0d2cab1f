// Bodies of as_completed_state.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_IMPL_AS_COMPLETED_STATE_IPP
#define BOOST_ASYNCIO_DETAIL_WAIT_IMPL_AS_COMPLETED_STATE_IPP

#include <boost/asyncio/detail/wait/as_completed_state.hpp>
#include <boost/asyncio/detail/wait/duplicates.hpp>
#include <boost/asyncio/error.hpp>

#include <utility>

namespace boost::asyncio::detail {

void as_completed_state::release() noexcept
{
    if (refs_.fetch_sub(1, std::memory_order_acq_rel) != 1)
        return;
    if (!loop_ || loop_->inside() || loop_->down())
    {
        delete this;
        return;
    }
    refs_.store(1, std::memory_order_relaxed);
    loop_->send_function([self = ptr(this, false)] {});
}

void as_completed_state::add(intrusive_ptr<state_base> s)
{
    loop_ = loop_ptr(&s->loop());
    entries_.emplace_back(*this, std::move(s));
}

void as_completed_state::begin(limit_or_none const& l)
{
    if (!loop_)
        return;
    drop_duplicates();
    pending_ = entries_.size();
    at_once_ = l && l->passed();
    if (l && !at_once_)
        deadline_ = l->deadline(*loop_);
    if (loop_->inside())
        start();
    else
        loop_->send_function([self = ptr(this)] { self->start(); });
}

void as_completed_state::drop_duplicates()
{
    std::vector<state_base*> states;
    for (as_completed_entry const& e : entries_)
        states.push_back(e.awaited.get());
    detail::drop_duplicates(states);
    std::vector<as_completed_entry> unique;
    unique.reserve(entries_.size());
    for (std::size_t i = 0; i != states.size(); ++i)
        if (states[i])
            unique.push_back(std::move(entries_[i]));
    entries_.swap(unique);
}

void as_completed_state::give_back(as_completed_entry* e) noexcept
{
    if (loop_->down())
        return;
    if (!loop_->inside())
        loop_->send_function(
            [self = ptr(this), e] { self->give_back(e); });
    else if (!e)
        ++overdue_;
    else if (!serve_first(e))
        done_.push_front(*e);
}

void as_completed_state::describe(wait_info& info) const
{
    info.what = "as_completed";
    for (as_completed_entry const& e : entries_)
        if (e.pending)
            info.awaited.push_back(e.awaited.get());
}

as_completed_state::~as_completed_state()
{
    unset();
    for (as_completed_entry& e : entries_)
        if (e.linked())
            e.unlink();
}

void as_completed_state::start()
{
    for (as_completed_entry& e : entries_)
        e.awaited->add_waiter(e);
    if (at_once_)
        loop_->push(alarm_);
    else if (deadline_)
        loop_->arm(alarm_, *deadline_);
}

void as_completed_state::unset() noexcept
{
    if (alarm_.linked())
        alarm_.unlink();
    if (alarm_.armed())
        loop_->disarm(alarm_);
}

void as_completed_state::completed(as_completed_entry& e) noexcept
{
    e.pending = false;
    if (--pending_ == 0)
        unset();
    if (!serve_first(&e))
        done_.push_back(e);
}

void as_completed_state::time_is_up() noexcept
{
    ptr const self(this); // what is let go may be the last to hold it
    overdue_ = std::exchange(pending_, 0);
    while (overdue_ > 0 && serve_first(nullptr))
        --overdue_;
    for (as_completed_entry& e : entries_)
        if (std::exchange(e.pending, false))
        {
            if (e.linked())
                e.unlink();
            e.awaited = nullptr;
        }
}

bool next_waiter::ready() noexcept
{
    return state_->serve(*this);
}

void next_waiter::start()
{
    if (state_->serve(*this))
        wake();
    else
        state_->enqueue(*this);
}

bool next_waiter::cancel_wait(std::string const&)
{
    if (outcome_ != outcome::none)
        return false;
    state_->dequeue(*this);
    outcome_ = outcome::cancelled;
    wake();
    return true;
}

void next_waiter::describe(wait_info& info) const
{
    state_->describe(info);
}

next_waiter::next_waiter(
    as_completed_state::ptr s, std::source_location where) noexcept
    : waiter(where), state_(std::move(s))
{
}

next_waiter::~next_waiter()
{
    if (outcome_ == outcome::entry || outcome_ == outcome::overdue)
        state_->give_back(entry_);
}

intrusive_ptr<state_base> next_waiter::take_next()
{
    switch (std::exchange(outcome_, outcome::end))
    {
    case outcome::entry:
        return std::move(entry_->awaited);
    case outcome::overdue:
        throw timeout_error();
    case outcome::cancelled:
        throw cancelled_error(request_message());
    case outcome::none:
    case outcome::end:
        break;
    }
    return nullptr;
}

void as_completed_entry::run()
{
    owner_.completed(*this);
}

bool as_completed_state::serve(next_waiter& w) noexcept
{
    if (!done_.empty())
        w.serve(&static_cast<as_completed_entry&>(done_.pop_front()));
    else if (overdue_ > 0)
    {
        --overdue_;
        w.serve(nullptr);
    }
    else if (calls_ == pending_)
        w.outcome_ = next_waiter::outcome::end;
    else
        return false;
    return true;
}

void as_completed_state::enqueue(next_waiter& w) noexcept
{
    ++calls_;
    waiting_.push_back(w);
}

void as_completed_state::dequeue(next_waiter& w) noexcept
{
    --calls_;
    static_cast<item&>(w).unlink();
}

bool as_completed_state::serve_first(as_completed_entry* e) noexcept
{
    if (waiting_.empty())
        return false;
    --calls_;
    auto& w = static_cast<next_waiter&>(waiting_.pop_front());
    w.serve(e);
    w.wake();
    return true;
}


void as_completed_entry::abandon() noexcept
{
}

void as_completed_state::alarm::run()
{
    state_.time_is_up();
}

void as_completed_state::alarm::expire()
{
    state_.time_is_up();
}

void as_completed_state::alarm::abandon() noexcept
{
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_WAIT_IMPL_AS_COMPLETED_STATE_IPP
