// When a wait is over.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_WAIT_CORE_HPP
#define BOOST_ASYNCIO_DETAIL_WAIT_WAIT_CORE_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/time.hpp>
#include <boost/asyncio/detail/loop/timer_heap.hpp>
#include <boost/asyncio/detail/loop/waiter.hpp>
#include <boost/asyncio/detail/task/state.hpp>

#include <cstddef>
#include <source_location>
#include <string>
#include <vector>

namespace boost::asyncio::detail {

// The part of wait that does not depend on the handles.
class wait_core
    : public waiter
    , public timer_node
{
public:
    static constexpr bool runs = false;

    bool ready() const noexcept
    {
        return false;
    }

    BOOST_ASYNCIO_DECL void start() override;

    BOOST_ASYNCIO_DECL void describe(wait_info& info) const override;

    BOOST_ASYNCIO_DECL bool cancel_wait(std::string const&) override;

    BOOST_ASYNCIO_DECL void expire() override;

    // Throws what is wrong with the states; sets the second and later ones of
    // each to null.
    BOOST_ASYNCIO_DECL static void
    check_and_mark(std::vector<state_base*>& states);

protected:
    enum class condition
    {
        all,
        any,
        failure
    };

    BOOST_ASYNCIO_DECL wait_core(
        std::size_t count,
        limit_or_none l,
        condition c,
        std::source_location where);

    BOOST_ASYNCIO_DECL ~wait_core();

    BOOST_ASYNCIO_DECL void add(state_base& s);

    // Takes back what start() has arranged.
    BOOST_ASYNCIO_DECL void stop() noexcept;

    BOOST_ASYNCIO_DECL void check() const;

private:
    class node final : public item
    {
    public:
        node(wait_core& w, state_base& s) noexcept
            : state(s), wait_(w)
        {
        }

        // For the vector, which is filled before anything refers to a node.
        node(node&& other) noexcept
            : state(other.state), wait_(other.wait_)
        {
        }

        BOOST_ASYNCIO_DECL void run() override;
        BOOST_ASYNCIO_DECL void abandon() noexcept override;

        state_base& state;

    private:
        wait_core& wait_;
    };

    class at_once final : public item
    {
    public:
        explicit at_once(wait_core& w) noexcept
            : wait_(w)
        {
        }

        BOOST_ASYNCIO_DECL void run() override;
        BOOST_ASYNCIO_DECL void abandon() noexcept override;

    private:
        wait_core& wait_;
    };

    BOOST_ASYNCIO_DECL void completed(state_base& s);

    BOOST_ASYNCIO_DECL void end() noexcept;

    std::vector<node> nodes_;
    at_once at_once_{*this};
    std::size_t pending_ = 0;
    limit_or_none limit_;
    condition const condition_;
    bool over_ = false;
    bool cancelled_ = false;
};

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/wait/impl/wait_core.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_WAIT_WAIT_CORE_HPP
