// Making a task in a given loop.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_OPERATION_CREATE_TASK_HPP
#define BOOST_ASYNCIO_DETAIL_OPERATION_CREATE_TASK_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/context_var.hpp>
#include <boost/asyncio/detail/loop/context.hpp>
#include <boost/asyncio/detail/operation/basic_handle.hpp>
#include <boost/asyncio/detail/operation/child.hpp>
#include <boost/asyncio/detail/operation/child_task.hpp>
#include <boost/asyncio/detail/task/loop_service.hpp>
#include <boost/asyncio/detail/task/with_result.hpp>
#include <boost/asyncio/fwd.hpp>

#include <boost/config.hpp>

#include <stdexcept>
#include <type_traits>
#include <utility>

namespace boost::asyncio::detail {

template<class T>
using task_state = with_result<task_base, T>;

// An executor, an execution context, an event loop.
template<class P>
concept place =
    !awaitable<P> && !operation<P> &&
    (requires(P& p) { p.get_executor(); } ||
     asio::execution::is_executor<std::remove_cvref_t<P>>::value);

template<class F, class... Args>
concept async_call =
    !place<F> && !std::is_same_v<std::remove_cvref_t<F>, task_options> &&
    std::invocable<std::decay_t<F>, std::decay_t<Args>...> &&
    awaitable<
        std::invoke_result_t<std::decay_t<F>, std::decay_t<Args>...>>;

// A task that does not run yet.
template<class C, class Part, class Options, class... Args>
BOOST_ASYNCIO_FORCEINLINE auto
make_task(loop_state& l, Options const& options, Args&&... args)
{
    if (l.closed)
        throw std::runtime_error("Event loop is closed");
    require_body(args...);
    child_traits<C>::check(l);
    intrusive_ptr<child_task<C, Part>> s(
        make_state<child_task<C, Part>>(
            l,
            options.name,
            options.location,
            std::forward<Args>(args)...),
        false);
    if (options.context)
        s->context.share(context_access::box(*options.context));
    else
        s->context.inherit(current_context());
    return s;
}

template<class Options>
BOOST_ASYNCIO_FORCEINLINE void start_task(task_base& t, Options const& options)
{
    if (options.eager_start && t.loop().inside())
        t.start_eagerly();
    else
        t.schedule();
}

// Makes a task, starts it by `start(task)`, and gives its handle.
template<class C, class Part, class Start, class Options, class... Args>
auto launch_task(
    loop_state& l, Start start, Options const& options, Args&&... args)
{
    using T = typename child_traits<C>::value_type;
    auto s = make_task<C, Part>(l, options, std::forward<Args>(args)...);
    start(*s);
    return handle_access::make<task<T>>(
        intrusive_ptr<task_state<T>>(std::move(s)));
}

template<class Options, class C>
auto create_task_in(loop_state& l, Options const& options, C&& c)
{
    return launch_task<std::decay_t<C>, no_part>(
        l,
        [&](task_base& t) { start_task(t, options); },
        options,
        std::forward<C>(c));
}

template<class Options, class F, class... Args>
auto create_call_in(
    loop_state& l, Options const& options, F&& f, Args&&... args)
{
    using call = bound_call<std::decay_t<F>, std::decay_t<Args>...>;
    return launch_task<call, no_part>(
        l,
        [&](task_base& t) { start_task(t, options); },
        options,
        std::in_place,
        std::forward<F>(f),
        std::forward<Args>(args)...);
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_OPERATION_CREATE_TASK_HPP
