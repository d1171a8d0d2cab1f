// A task with its child inside.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_OPERATION_CHILD_TASK_HPP
#define BOOST_ASYNCIO_DETAIL_OPERATION_CHILD_TASK_HPP

#include <boost/asyncio/concepts.hpp>
#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/operation/child.hpp>
#include <boost/asyncio/detail/operation/usable.hpp>
#include <boost/asyncio/detail/task/runner.hpp>
#include <boost/asyncio/detail/task/with_result.hpp>

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <optional>
#include <source_location>
#include <string_view>
#include <tuple>
#include <utility>

namespace boost::asyncio::detail {

BOOST_ASYNCIO_BEGIN_COROUTINES

// Whether a task can be made of it: a child, or a function with arguments.
template<class C>
void require_body(C const& c)
{
    require_usable(c);
}

template<class F, class... Args>
void require_body(std::in_place_t, F const& f, Args const&...)
{
    require_function(f);
}

// Several arguments: a callable and what it is called with.
template<class F, class... Args>
class bound_call
{
public:
    template<class G, class... As>
    explicit bound_call(std::in_place_t, G&& g, As&&... as)
        : f_(std::forward<G>(g)), args_(std::forward<As>(as)...)
    {
    }

    decltype(auto) operator()()
    {
        return std::apply(
            [this](auto&... args) -> decltype(auto)
            { return std::invoke(std::move(f_), std::move(args)...); },
            args_);
    }

private:
    F f_;
    std::tuple<Args...> args_;
};

// What a task has besides its child: nothing.
struct no_part
{
};

// A task with its child inside. `Part` is what its creator keeps in it.
template<class C, class Part = no_part>
class child_task final
    : public runnable_task<
          typename child_traits<C>::value_type,
          typename child_traits<C>::lane>
    , public Part
{
    using traits = child_traits<C>;
    using base =
        runnable_task<typename traits::value_type, typename traits::lane>;

public:
    template<class... Args>
    child_task(
        loop_state& l,
        std::string_view name,
        std::source_location location,
        Args&&... args)
        : base(l, name, location)
        , child_(std::in_place, std::forward<Args>(args)...)
    {
    }

    asio::awaitable<typename traits::value_type, typename traits::lane>
    open() override
    {
        if constexpr (awaitable<C>) // it was looked at before
            return to_lane_unchecked(this->loop(), std::move(*child_));
        else
            return traits::open(this->loop(), *child_);
    }

    void close() noexcept override
    {
        this->destroy_body();
        child_.reset();
    }

    task_base* owner() const noexcept override
    {
        if constexpr (requires(Part const& p) { p.owner(); })
            return Part::owner();
        else
            return nullptr;
    }

private:
    void destroy() noexcept override
    {
        destroy_state(this);
    }

    std::optional<C> child_;
};

BOOST_ASYNCIO_END_COROUTINES

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_OPERATION_CHILD_TASK_HPP
