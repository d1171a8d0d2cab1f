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
#include <utility>

namespace boost::asyncio::detail {

// The service of the context, states, handles, and executors of a loop that may
// be used again. Inside the loop a plain counter serves. The share of the
// service is large, so that the other counter stays above zero until both are
// added up.
//
// A loop that may be used again is to be offered for that as soon as only the
// service keeps it. So its counters are added up whenever it is left: while it
// is idle one word tells. In the same word stands whether it has been offered
// and not been looked at yet. What happens meanwhile is not overlooked: the
// look begins with no_longer_offered(), after which the next one who gives up a
// reference, or leaves the loop, offers it again. For that the operations on
// this word and on the loop's inbox have one order.
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

    // The same, after `offer()` if then only the service keeps the loop. The
    // order matters: afterwards it may be gone.
    template<class F>
    bool release(F offer) noexcept
    {
        auto n = shared_.load(std::memory_order_relaxed);
        for (;;)
        {
            if (n == share + 1)
            {
                if (!shared_.compare_exchange_weak(n, n + offered))
                    continue;
                n += offered;
                offer();
            }
            if (shared_.compare_exchange_weak(n, n - 1))
                return n == 1 || n == offered + 1;
        }
    }

    // Who has left the loop: true if only the service keeps it, and it is to be
    // offered.
    bool try_offer() noexcept
    {
        auto n = share;
        return shared_.load() == share &&
               shared_.compare_exchange_strong(n, share + offered);
    }

    // Who takes what was offered.
    void no_longer_offered() noexcept
    {
        shared_.fetch_and(~offered);
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
        inside_ = before;
    }

    // The loop is about to be left.
    void add_up() noexcept
    {
        if (inside_ != 0)
            shared_.fetch_add(
                std::exchange(inside_, 0), std::memory_order_relaxed);
    }

    // Whether only the service keeps it.
    bool unused() const noexcept
    {
        auto const n = shared_.load(std::memory_order_acquire);
        return (n & ~offered) + inside_ == share;
    }

    // ---- the end -----------------------------------------------------------

    // Nobody is inside any more.
    void add_up_all() noexcept
    {
        inside_ += std::exchange(own_, 0);
        add_up();
    }

    // The service gives up its share; true if it was the last.
    bool end() noexcept
    {
        auto const n = shared_.fetch_sub(share, std::memory_order_acq_rel);
        return (n & ~offered) == share;
    }

private:
    static constexpr std::int64_t share = std::int64_t(1) << 40;
    static constexpr std::int64_t offered = std::int64_t(1) << 60;

    std::atomic<std::int64_t> shared_ = share;
    std::int64_t inside_ = 0;
    std::int64_t own_ = 0;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_LOOP_REFERENCES_HPP
