// Counts those who keep a loop.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_LOOP_REFERENCES_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_LOOP_REFERENCES_HPP

#include <atomic>
#include <cstdint>

namespace boost::asyncio::detail {

// The service of the context, states, handles, and executors of a loop that may
// be used again. Inside the loop a plain counter serves. The share of the
// service is large, so that the other counter stays above zero until both are
// added up.
class loop_references
{
public:
    // ---- from any thread ---------------------------------------------------

    void add() noexcept
    {
        shared_.fetch_add(1, std::memory_order_relaxed);
    }

    // True for the last.
    bool release() noexcept
    {
        return shared_.fetch_sub(1, std::memory_order_acq_rel) == 1;
    }

    // ---- inside ------------------------------------------------------------

    void add_inside() noexcept
    {
        ++inside_;
    }

    void release_inside() noexcept
    {
        --inside_;
    }

    // What `f` adds is the loop's own: it says nothing about its use.
    template<class F>
    void add_own(F f)
    {
        auto const before = inside_;
        f();
        own_ += inside_ - before;
    }

    // Whether only the service keeps it.
    bool unused() const noexcept
    {
        return shared_.load(std::memory_order_acquire) + inside_ - own_ ==
               share;
    }

    // ---- the end -----------------------------------------------------------

    // Nobody is inside any more.
    void add_up() noexcept
    {
        shared_.fetch_add(inside_, std::memory_order_relaxed);
    }

    // The service gives up its share; true if it was the last.
    bool end() noexcept
    {
        return shared_.fetch_sub(share, std::memory_order_acq_rel) == share;
    }

private:
    static constexpr std::int64_t share = std::int64_t(1) << 40;

    std::atomic<std::int64_t> shared_ = share;
    std::int64_t inside_ = 0;
    std::int64_t own_ = 0;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_LOOP_REFERENCES_HPP
