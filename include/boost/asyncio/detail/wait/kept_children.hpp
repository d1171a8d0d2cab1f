// The children of an operation that has not begun.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_KEPT_CHILDREN_HPP
#define BOOST_ASYNCIO_DETAIL_WAIT_KEPT_CHILDREN_HPP

#include <boost/asyncio/concepts.hpp>
#include <boost/asyncio/detail/task/task_base.hpp>

#include <tuple>
#include <utility>
#include <vector>

namespace boost::asyncio::detail {

inline void report_never_awaited(task_base& by) noexcept
{
    by.loop().report_error(
        {.message = "a child was never awaited: the operation that it was "
                    "given to was dropped",
         .subject = &by});
}

// A std::tuple or std::vector of children. Debug mode: awaitables that are
// dropped in a step of a task, where somebody forgot a co_await, are reported.
// Those of a task that was cancelled before its first step are not.
template<class Children>
class kept_children
{
public:
    kept_children() = default;

    template<class... Args>
    explicit kept_children(std::in_place_t, Args&&... args)
        : all_(std::forward<Args>(args)...)
    {
    }

    kept_children(kept_children const&) = default;
    kept_children(kept_children&&) = default;
    kept_children& operator=(kept_children const&) = default;
    kept_children& operator=(kept_children&&) = default;

    ~kept_children()
    {
        if constexpr (has_awaitable(static_cast<Children*>(nullptr)))
        {
            auto* const t = current_task_base();
            if (t && t->loop().debug && !t->loop().down())
                check(all_, *t);
        }
    }

    Children& get() noexcept
    {
        return all_;
    }

    Children const& get() const noexcept
    {
        return all_;
    }

private:
    template<class... Cs>
    static constexpr bool has_awaitable(std::tuple<Cs...>*)
    {
        return (awaitable<Cs> || ...);
    }

    template<class C>
    static constexpr bool has_awaitable(std::vector<C>*)
    {
        return awaitable<C>;
    }

    template<class... Cs>
    static void check(std::tuple<Cs...> const& all, task_base& by) noexcept
    {
        std::apply([&](Cs const&... c) { (check_one(c, by), ...); }, all);
    }

    template<class C>
    static void check(std::vector<C> const& all, task_base& by) noexcept
    {
        for (C const& c : all)
            check_one(c, by);
    }

    template<class C>
    static void check_one(
        [[maybe_unused]] C const& c, [[maybe_unused]] task_base& by) noexcept
    {
        // One that was moved on is not valid any more.
        if constexpr (awaitable<C>)
            if (c.valid())
                report_never_awaited(by);
    }

    Children all_;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_WAIT_KEPT_CHILDREN_HPP
