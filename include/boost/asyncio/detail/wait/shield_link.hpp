// What connects a shielded task or future with the future in front of it.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_SHIELD_LINK_HPP
#define BOOST_ASYNCIO_DETAIL_WAIT_SHIELD_LINK_HPP

#include <boost/asyncio/detail/task/future_state.hpp>
#include <boost/asyncio/detail/task/state.hpp>
#include <boost/asyncio/detail/wait/launch_child.hpp>

#include <exception>
#include <type_traits>
#include <utility>

namespace boost::asyncio::detail {

// Gives the future `outer` the outcome of `inner`, which is done.
template<class T, bool Shared, class State>
void settle(future_state<T>& outer, State& inner)
{
    if (inner.cancelled())
        outer.cancel({});
    else if (inner.status() == status::failed)
        outer.fail(inner.exception());
    else if constexpr (std::is_void_v<T>)
        outer.succeed();
    else
        outer.succeed(read_result<Shared>(inner));
}

// Waits for both at once. It is a callback of the inner one, and keeps the
// outer one alive as long as it may still complete it. Whichever is done first
// ends the link.
template<class T, bool Shared, class State>
class shield_link
{
public:
    shield_link(
        intrusive_ptr<future_state<T>> outer, State& inner) noexcept
        : outer_(std::move(outer)), inner_node_(*this, inner)
    {
    }

    shield_link(shield_link const&) = delete;
    shield_link& operator=(shield_link const&) = delete;

    // From now on it belongs to the two.
    void start(State& inner)
    {
        outer_->add_waiter(outer_node_);
        inner.add_callback(inner_node_);
    }

private:
    class inner_node final : public done_callback
    {
    public:
        inner_node(shield_link& l, State& s) noexcept
            : link_(l), state_(&s)
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

        void run() override
        {
            // The link may go with the last of its two ends.
            auto const inner = std::move(held_);
            link_.inner_done(inner.get());
        }

        // The loop has gone, or nobody can set a future any more. That may be
        // found out in another thread: then this comes back as run().
        void abandon() noexcept override
        {
            loop_state& l = link_.outer_->loop();
            if (l.inside() || l.down())
                run();
            else
                l.submit(*this);
        }

    private:
        shield_link& link_;
        State* state_;
        intrusive_ptr<State> held_;
    };

    class outer_node final : public item
    {
    public:
        explicit outer_node(shield_link& l) noexcept
            : link_(l)
        {
        }

        void run() override
        {
            link_.end();
        }

        // The inner one sees to the rest.
        void abandon() noexcept override
        {
        }

    private:
        shield_link& link_;
    };

    // `inner` is null if it will never be done.
    void inner_done(State* inner) noexcept
    {
        auto const outer = outer_;
        end();
        if (inner && !outer->done())
            settle<T, Shared>(*outer, *inner);
    }

    void end() noexcept
    {
        if (inner_node_.linked())
            inner_node_.unlink();
        if (outer_node_.linked())
            outer_node_.unlink();
        delete this;
    }

    intrusive_ptr<future_state<T>> outer_;
    inner_node inner_node_;
    outer_node outer_node_{*this};
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_WAIT_SHIELD_LINK_HPP
