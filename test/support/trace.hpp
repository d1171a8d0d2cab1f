// Compares what a scenario prints with what CPython printed.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef ASYNCIO_TEST_TRACE_HPP
#define ASYNCIO_TEST_TRACE_HPP

#include "virtual_time.hpp"

#include <boost/asyncio.hpp>
#include <boost/test/unit_test.hpp>

#include <cstddef>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace asyncio_test {

// Python's print(): values separated by a space, True, False, None.
class trace
{
public:
    // The recorded trace is NAME.out in the folder of the traces.
    explicit trace(std::string name)
        : name_(std::move(name))
    {
        std::ifstream in(ASYNCIO_TRACES "/" + name_ + ".out");
        BOOST_REQUIRE_MESSAGE(in, "no recorded trace of " << name_);
        for (std::string line; std::getline(in, line);)
            expected_.push_back(line);
    }

    trace(trace const&) = delete;
    trace& operator=(trace const&) = delete;

    ~trace()
    {
        BOOST_CHECK_MESSAGE(checked_, name_ << " was never compared");
    }

    template<class... Args>
    void print(Args const&... args)
    {
        std::ostringstream out;
        [[maybe_unused]] char const* separator = "";
        ((write(out << separator, args), separator = " "), ...);
        lines_.push_back(out.str());
    }

    // Python's `line`, which cannot be in C++, is `ours` here. The page
    // "Differences from Python" has an entry with the anchor `difference`.
    void differs(
        std::string const& line,
        std::optional<std::string> const& ours,
        std::string const& difference)
    {
        std::ifstream in(ASYNCIO_DIFFERENCES);
        std::stringstream page;
        page << in.rdbuf();
        BOOST_CHECK_MESSAGE(
            page.str().find("[[" + difference + "]]") != std::string::npos,
            "the page of differences has no entry " << difference);
        for (std::size_t i = 0; i != expected_.size(); ++i)
            if (expected_[i] == line)
            {
                if (ours)
                    expected_[i] = *ours;
                else
                    expected_.erase(
                        expected_.begin() + static_cast<std::ptrdiff_t>(i));
                return;
            }
        BOOST_ERROR(name_ << ": CPython does not print: " << line);
    }

    // Compares, line by line. Called once, at the end.
    void check()
    {
        checked_ = true;
        for (std::size_t i = 0;
             i != expected_.size() || i < lines_.size();
             ++i)
        {
            std::string const expected =
                i < expected_.size() ? expected_[i] : "(nothing)";
            std::string const actual =
                i < lines_.size() ? lines_[i] : "(nothing)";
            BOOST_CHECK_MESSAGE(
                expected == actual,
                name_ << ", line " << i + 1 << ": CPython prints \""
                      << expected << "\", we print \"" << actual << '"');
            if (i + 1 >= expected_.size() && i + 1 >= lines_.size())
                break;
        }
    }

private:
    template<class T>
    static void write(std::ostream& out, T const& value)
    {
        if constexpr (std::is_same_v<T, bool>)
            out << (value ? "True" : "False");
        else if constexpr (
            std::is_same_v<T, std::nullopt_t> ||
            std::is_same_v<T, std::nullptr_t>)
            out << "None";
        else
            out << value;
    }

    std::string name_;
    std::vector<std::string> expected_;
    std::vector<std::string> lines_;
    bool checked_ = false;
};

} // namespace asyncio_test

#endif // ASYNCIO_TEST_TRACE_HPP
