// Durations of any kind as deadlines of a loop's clock.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_TIME_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_TIME_HPP

#include <boost/asyncio/detail/loop/loop_state.hpp>
#include <boost/asyncio/detail/loop/timer_heap.hpp>

#include <chrono>
#include <cmath>
#include <optional>
#include <stdexcept>
#include <type_traits>

namespace boost::asyncio::detail {

// Rounds up, so that nothing ends early, and keeps huge values in range.
template<class Rep, class Period>
clock::duration to_clock_duration(std::chrono::duration<Rep, Period> d)
{
    using seconds = std::chrono::duration<long double>;
    // A hundred years: far enough, and sums of two still fit.
    constexpr auto longest =
        std::chrono::duration_cast<clock::duration>(std::chrono::years(100));
    if constexpr (std::is_floating_point_v<Rep>)
        if (std::isnan(d.count()))
            throw std::invalid_argument("Invalid delay: NaN (not a number)");
    auto const approximate = std::chrono::duration_cast<seconds>(d);
    if (approximate >= seconds(longest))
        return longest;
    if (approximate <= -seconds(longest))
        return -longest;
    return std::chrono::ceil<clock::duration>(d);
}

// A deadline, given absolutely or from when the wait begins.
class limit
{
public:
    template<class Rep, class Period>
    static limit after(std::chrono::duration<Rep, Period> d)
    {
        limit l;
        l.delay_ = to_clock_duration(d);
        return l;
    }

    static limit at(clock::time_point t) noexcept
    {
        limit l;
        l.delay_ = (clock::duration::max)();
        l.when_ = t;
        return l;
    }

    // Needs no clock: true for a delay that is zero or less.
    bool passed() const noexcept
    {
        return delay_ <= clock::duration::zero();
    }

    clock::time_point deadline(loop_state const& l) const noexcept
    {
        return delay_ == (clock::duration::max)() ? when_ : l.now() + delay_;
    }

private:
    clock::duration delay_ = {};
    clock::time_point when_ = {};
};

// A limit or none, from whatever the user writes.
class limit_or_none : public std::optional<limit>
{
public:
    constexpr limit_or_none() noexcept = default;

    constexpr limit_or_none(std::nullopt_t) noexcept
    {
    }

    limit_or_none(limit l) noexcept
        : std::optional<limit>(l)
    {
    }

    template<class Rep, class Period>
    limit_or_none(std::chrono::duration<Rep, Period> d)
        : std::optional<limit>(limit::after(d))
    {
    }
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_TIME_HPP
