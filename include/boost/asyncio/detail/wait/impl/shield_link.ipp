// Bodies of shield_link.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_IMPL_SHIELD_LINK_IPP
#define BOOST_ASYNCIO_DETAIL_WAIT_IMPL_SHIELD_LINK_IPP

#include <boost/asyncio/detail/loop/current_loop.hpp>
#include <boost/asyncio/detail/wait/shield_link.hpp>

#include <stdexcept>
#include <utility>

namespace boost::asyncio::detail {

loop_state& loop_of_shield(loop_state* of_child)
{
    if (!of_child)
        return current_loop();
    if (current.loop && current.loop != of_child)
        throw std::runtime_error(
            "The awaited task or future is attached to a different loop");
    return *of_child;
}

shield_link_base::shield_link_base(
    intrusive_ptr<state_base> outer, state_base& inner) noexcept
    : outer_(std::move(outer)), inner_node_(*this, inner)
{
}

shield_link_base::~shield_link_base() = default;

void shield_link_base::start(std::unique_ptr<shield_link_base> l)
{
    loop_state& loop = l->outer_->loop();
    if (loop.inside())
        start_here(*l.release());
    else
    {
        // The inner one has to be there when this arrives.
        intrusive_ptr<state_base> inner(&l->inner_node_.state);
        loop.send_function(
            [inner = std::move(inner), link = std::move(l)]() mutable
            { start_here(*link.release()); });
    }
}

void shield_link_base::start_here(shield_link_base& l)
{
    l.outer_->add_waiter(l.outer_node_);
    l.inner_node_.state.add_callback(l.inner_node_);
}

void shield_link_base::inner_node::hold() noexcept
{
    held_ = &state;
}

bool shield_link_base::inner_node::equals(
    void const*, void const*) const noexcept
{
    return false;
}

void shield_link_base::inner_node::run()
{
    // The link may go with the last of its two ends.
    auto const inner = std::move(held_);
    link_.inner_done(inner.get());
}

// The loop has gone, or nobody can set a future any more. That may be found out
// in another thread: then this comes back as run().
void shield_link_base::inner_node::abandon() noexcept
{
    loop_state& l = link_.outer_->loop();
    if (l.inside() || l.down())
        run();
    else
        l.submit(*this);
}

void shield_link_base::outer_node::run()
{
    link_.end();
}

// The inner one sees to the rest.
void shield_link_base::outer_node::abandon() noexcept
{
}

// `inner` is null if it will never be done.
void shield_link_base::inner_done(state_base* inner) noexcept
{
    auto const outer = outer_;
    if (!inner || outer->done())
    {
        end();
        return;
    }
    unlink();
    std::unique_ptr<shield_link_base> const self(this);
    settle_outer(*outer, *inner);
}

void shield_link_base::unlink() noexcept
{
    if (inner_node_.linked())
        inner_node_.unlink();
    if (outer_node_.linked())
        outer_node_.unlink();
}

void shield_link_base::end() noexcept
{
    unlink();
    delete this;
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_WAIT_IMPL_SHIELD_LINK_IPP
