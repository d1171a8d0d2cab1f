// Bodies of gather_state.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_IMPL_GATHER_STATE_IPP
#define BOOST_ASYNCIO_DETAIL_WAIT_IMPL_GATHER_STATE_IPP

#include <boost/asyncio/detail/task/done_callback.hpp>
#include <boost/asyncio/detail/task/task_base.hpp>
#include <boost/asyncio/detail/wait/gather_state.hpp>
#include <boost/asyncio/error.hpp>

#include <utility>
#include <vector>

namespace boost::asyncio::detail {

// Runs when a child is done. When the gather has its result without this
// child, the node stays behind, and sees to it that an exception of the
// child is reported in debug mode only.
class gather_state::node final : public done_callback
{
public:
    node(node_block& b, state_base& s) noexcept
        : block_(b), state_(&s)
    {
    }

    // For the vector, before anything refers to the node.
    node(node&& other) noexcept
        : block_(other.block_), state_(other.state_)
    {
    }

    void hold() noexcept override
    {
        held_ = state_;
    }

    bool equals(void const*, void const*) const noexcept override
    {
        return false;
    }

    BOOST_ASYNCIO_DECL void run() override;
    BOOST_ASYNCIO_DECL void abandon() noexcept override;

private:
    node_block& block_;
    state_base* state_;
    intrusive_ptr<state_base> held_;
};

// The nodes of one gather, which may outlive it.
class gather_state::node_block
{
public:
    node_block(gather_state& g, std::size_t n)
        : gather_(&g), users_(1)
    {
        nodes_.reserve(n);
    }

    void watch(state_base& s)
    {
        ++users_;
        s.add_callback(nodes_.emplace_back(*this, s));
    }

    void child_done(state_base& s)
    {
        if (gather_)
            gather_->child_done(s);
        else
            s.dropped_by_gather();
        release();
    }

    void gather_gone() noexcept
    {
        gather_ = nullptr;
        release();
    }

    void release() noexcept
    {
        if (--users_ == 0)
            delete this;
    }

private:
    gather_state* gather_;
    std::size_t users_;
    std::vector<node> nodes_; // reserved: they do not move
};

void gather_state::node::run()
{
    auto const child = std::move(held_);
    block_.child_done(*child);
}

void gather_state::node::abandon() noexcept
{
    held_ = nullptr;
    block_.release();
}

gather_state::gather_state(
    bool return_exceptions, std::source_location where) noexcept
    : waiter(where), return_exceptions_(return_exceptions)
{
}

bool gather_state::ready()
{
    if (!launched_)
        launch(*current.loop);
    return over_;
}

void gather_state::start()
{
    if (!launched_)
        launch(loop());
    if (over_)
        wake();
}

void gather_state::describe(wait_info& info) const
{
    info.what = "gather()";
    for (std::size_t i = 0; i != size_; ++i)
        info.awaited.push_back(&child(i));
}

bool gather_state::cancel_wait(std::string const& message)
{
    if (over_)
        return false;
    auto& walk = *loop().walk;
    bool taken = walk.goes_on(); // it was, by the last one that was asked
    bool all_done = !taken;
    if (!taken)
        asked_ = 0;
    while (asked_ != size_)
    {
        auto& c = child(asked_++);
        all_done &= c.done();
        taken |= c.pass_on(message);
        if (walk.pauses())
            return true;
    }
    if (all_done)
        return false;
    if (!cancel_requested_)
        message_ = message;
    cancel_requested_ = true;
    // Else the last of a circle of tasks that wait for one another.
    if (!taken)
        end(std::make_exception_ptr(cancelled_error(message)));
    return true;
}

gather_state::~gather_state()
{
    leave_nodes();
}

void gather_state::check() const
{
    if (error_)
        std::rethrow_exception(error_);
}

void gather_state::launch(loop_state& l)
{
    launched_ = true;
    try
    {
        size_ = launch_children(l);
        std::size_t pending = 0;
        for (std::size_t i = 0; i != size_; ++i)
            pending += !child(i).done();
        if (pending > 0)
        {
            nodes_ = new node_block(*this, pending);
            for (std::size_t i = 0; i != size_; ++i)
                if (!child(i).done())
                    nodes_->watch(child(i));
        }
        if (size_ == 0)
            over_ = true;
        for (std::size_t i = 0; i != size_; ++i)
            if (child(i).done())
                child_done(child(i));
    }
    catch (...)
    {
        error_ = std::current_exception();
        over_ = true;
    }
    launching_ = false;
}

void gather_state::leave_nodes() noexcept
{
    if (auto* const n = std::exchange(nodes_, nullptr))
        n->gather_gone();
}

void gather_state::child_done(state_base& s)
{
    ++finished_;
    if (over_)
    {
        s.dropped_by_gather();
        return;
    }
    // Taken, as it was asked to, also if it ends as cancelled. In debug
    // mode that is one that nobody sees.
    if (return_exceptions_ && !s.loop().debug)
        s.mark_read();
    if (!return_exceptions_ && s.cancelled())
        end(s.cancellation());
    else if (!return_exceptions_ && s.status() == status::failed)
        end(s.exception());
    else if (finished_ == size_)
        end(cancel_requested_
                ? std::make_exception_ptr(cancelled_error(message()))
                : nullptr);
}

std::string gather_state::message() const
{
    auto& last = child(size_ - 1);
    return last.is_task() && last.cancelled()
        ? static_cast<task_base&>(last).requests.message()
        : message_;
}

void gather_state::end(std::exception_ptr e)
{
    error_ = std::move(e);
    over_ = true;
    // Here, inside: what goes on may do so in another thread.
    leave_nodes();
    if (launching_)
        return;
    if (watcher_)
        loop().push(*watcher_);
    else
        wake();
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_WAIT_IMPL_GATHER_STATE_IPP
