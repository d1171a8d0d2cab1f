// Templates of run.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_IMPL_RUN_HPP
#define BOOST_ASYNCIO_IMPL_RUN_HPP

#include <boost/asyncio/detail/loop/loop_state.hpp>
#include <boost/asyncio/detail/run/main_run.hpp>
#include <boost/asyncio/run.hpp>

#include <exception>
#include <utility>

namespace boost::asyncio {

BOOST_ASYNCIO_BEGIN_COROUTINES

namespace detail {

struct runner_access
{
    static std::exception_ptr end(asyncio::runner& r)
    {
        return r.end();
    }
};

} // namespace detail

template<child C>
auto runner::run(C&& c, std::source_location where)
{
    get_loop();
    return run(std::forward<C>(c), *context_, where);
}

template<child C>
auto runner::run(C&& c, context& in, std::source_location where)
{
    detail::require_no_loop(
        "Runner.run() cannot be called from a running event loop");
    event_loop& loop = get_loop();
    // Before anything is made of the child.
    detail::running_scope const running(detail::loop_access::state(loop));
    detail::main_run r(loop, options_.handle_sigint);
    auto main = loop.create_task(
        std::forward<C>(c), task_options{.context = &in, .location = where});
    r.until_done(main);
    return std::move(main).result();
}

template<child C>
auto run(C&& c, run_options options, std::source_location where)
{
    detail::require_no_loop(
        "asyncio.run() cannot be called from a running event loop");
    runner r(options);
    detail::kept_result<detail::child_value<C>> kept;
    kept.keep([&] { return r.run(std::forward<C>(c), where); });
    kept.interrupt(detail::runner_access::end(r));
    return kept.get();
}

template<child C>
auto run(
    asio::io_context& context,
    C&& c,
    run_options options,
    std::source_location where)
{
    detail::require_no_loop(
        "asyncio.run() cannot be called from a running event loop");
    detail::require_usable(c);
    detail::context_run whole(context, options.debug);
    detail::kept_result<detail::child_value<C>> kept;
    kept.keep(
        [&]
        {
            detail::main_run r(whole.loop(), options.handle_sigint);
            auto main = whole.loop().create_task(std::forward<C>(c), where);
            whole.until_done(r, main);
            return std::move(main).result();
        });
    kept.interrupt(whole.finish());
    return kept.get();
}

BOOST_ASYNCIO_END_COROUTINES

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_IMPL_RUN_HPP
