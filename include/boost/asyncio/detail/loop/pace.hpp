// How often a busy loop goes back to its executor.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_PACE_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_PACE_HPP

#include <algorithm>
#include <chrono>

namespace boost::asyncio::detail {

// Limits, completions, signals and the application's own handlers come by way
// of the executor, so a loop that always has something ready goes back there
// now and then, so that they are seen within 16 turns or a millisecond: a visit
// finds out what has come, and the next one runs it. As a visit costs as much
// as some turns, those that are short share one: up to 256 items, if they take
// less than half a millisecond. A limit that has passed is seen all the same.
//
// To look at the clock in each turn would cost a third of a turn. So it is done
// after 16 of them, or after fewer where these take long.
class pace
{
public:
    using clock = std::chrono::steady_clock;

    static constexpr int most_items = 256;
    static constexpr int most_turns = 16;

    // Until the next look at the clock.
    int turns() const noexcept
    {
        return turns_;
    }

    // After so many: whether it is time for a visit.
    bool is_due(clock::time_point now) noexcept
    {
        auto const took = now - last_;
        last_ = now;
        spent_ += took;
        bool const long_turns = took >= turns_ * (longest / short_turns);
        bool const due = long_turns || spent_ >= longest;
        if (due)
            spent_ = clock::duration::zero();
        int const most = long_turns ? most_turns / 2 : most_turns;
        if (took <= longest / 2)
            turns_ = (std::min)(2 * turns_, most);
        else if (took < longest * turns_)
            turns_ = (std::min)(
                static_cast<int>(turns_ * longest / took), most);
        else
            turns_ = 1;
        return due;
    }

private:
    static constexpr clock::duration longest = std::chrono::microseconds(500);
    static constexpr int short_turns = 32; // of which that has more

    clock::time_point last_;
    clock::duration spent_ = clock::duration::zero(); // since the last visit
    int turns_ = 1;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_PACE_HPP
