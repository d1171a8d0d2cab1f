// Tries every way in which something can go.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef ASYNCIO_TEST_CHOICES_HPP
#define ASYNCIO_TEST_CHOICES_HPP

#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <utility>
#include <vector>

namespace asyncio_test {

// Enumerates every sequence of choices, by depth first search.
class choices
{
public:
    // A number below `count`.
    std::size_t choose(std::size_t count)
    {
        if (at_ == path_.size())
            path_.push_back({0, count});
        BOOST_REQUIRE_EQUAL(path_[at_].second, count); // it repeats exactly
        return path_[at_++].first;
    }

    // The next sequence; false after the last.
    bool advance()
    {
        at_ = 0;
        while (!path_.empty() && ++path_.back().first == path_.back().second)
            path_.pop_back();
        return !path_.empty();
    }

private:
    std::vector<std::pair<std::size_t, std::size_t>> path_;
    std::size_t at_ = 0;
};

} // namespace asyncio_test

#endif // ASYNCIO_TEST_CHOICES_HPP
