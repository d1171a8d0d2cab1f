// What connects a shielded task or future with the future in front of it.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_SHIELD_LINK_HPP
#define BOOST_ASYNCIO_DETAIL_WAIT_SHIELD_LINK_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/task/done_callback.hpp>
#include <boost/asyncio/detail/task/future_state.hpp>
#include <boost/asyncio/detail/task/state.hpp>
#include <boost/asyncio/detail/wait/launch_child.hpp>

#include <memory>
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

// Where a shield is: in the loop of its child, or else in the one that runs.
BOOST_ASYNCIO_DECL loop_state& loop_of_shield(loop_state* of_child);

// Waits for both at once. It is a callback of the inner one, and keeps the
// outer one alive as long as it may still complete it. Whichever is done first
// ends the link.
class shield_link_base
{
public:
    shield_link_base(shield_link_base const&) = delete;
    shield_link_base& operator=(shield_link_base const&) = delete;

    BOOST_ASYNCIO_DECL virtual ~shield_link_base();

    // From now on it belongs to the two.
    BOOST_ASYNCIO_DECL static void start(std::unique_ptr<shield_link_base> l);

protected:
    BOOST_ASYNCIO_DECL shield_link_base(
        intrusive_ptr<state_base> outer, state_base& inner) noexcept;

    virtual void settle_outer(state_base& outer, state_base& inner) = 0;

private:
    class inner_node final : public done_callback
    {
    public:
        inner_node(shield_link_base& l, state_base& s) noexcept
            : state(s), link_(l)
        {
        }

        BOOST_ASYNCIO_DECL void hold() noexcept override;
        BOOST_ASYNCIO_DECL bool
        equals(void const*, void const*) const noexcept override;
        BOOST_ASYNCIO_DECL void run() override;
        BOOST_ASYNCIO_DECL void abandon() noexcept override;

        state_base& state;

    private:
        shield_link_base& link_;
        intrusive_ptr<state_base> held_;
    };

    class outer_node final : public item
    {
    public:
        explicit outer_node(shield_link_base& l) noexcept
            : link_(l)
        {
        }

        BOOST_ASYNCIO_DECL void run() override;
        BOOST_ASYNCIO_DECL void abandon() noexcept override;

    private:
        shield_link_base& link_;
    };

    BOOST_ASYNCIO_DECL static void start_here(shield_link_base& l);
    BOOST_ASYNCIO_DECL void inner_done(state_base* inner) noexcept;
    BOOST_ASYNCIO_DECL void unlink() noexcept;
    BOOST_ASYNCIO_DECL void end() noexcept;

    intrusive_ptr<state_base> outer_;
    inner_node inner_node_;
    outer_node outer_node_{*this};
};

template<class T, bool Shared, class State>
class shield_link final : public shield_link_base
{
public:
    shield_link(
        intrusive_ptr<future_state<T>> outer, State& inner) noexcept
        : shield_link_base(std::move(outer), inner)
    {
    }

private:
    void settle_outer(state_base& outer, state_base& inner) override
    {
        settle<T, Shared>(
            static_cast<future_state<T>&>(outer), static_cast<State&>(inner));
    }
};

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/wait/impl/shield_link.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_WAIT_SHIELD_LINK_HPP
