// Bodies of main_run.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_RUN_IMPL_MAIN_RUN_IPP
#define BOOST_ASYNCIO_DETAIL_RUN_IMPL_MAIN_RUN_IPP

#include <boost/asyncio/detail/loop/current_loop.hpp>
#include <boost/asyncio/detail/run/clean_up.hpp>
#include <boost/asyncio/detail/run/main_run.hpp>
#include <boost/asyncio/detail/run/when_done.hpp>

#include <boost/asio/io_context.hpp>

#include <stdexcept>

namespace boost::asyncio::detail {

void require_no_loop(char const* message)
{
    if (running_loop())
        throw std::runtime_error(message);
}

main_run::main_run(event_loop& loop, bool handle_sigint)
    : loop_(loop), guard_(loop_access::state(loop), handle_sigint)
{
}

void main_run::until_done(any_task const& main, std::shared_ptr<run_end> end)
{
    loop_state& l = loop_access::state(loop_);
    guard_.watch(main);
    std::exception_ptr left;
    {
        when_done const call(
            *handle_access::state(main),
            loop_access::alone(loop_),
            [&l, e = std::move(end)]
            {
                if (e)
                    e->begin_first();
                l.stop();
            });
        try
        {
            loop_access::run(loop_);
        }
        catch (...)
        {
            left = std::current_exception();
        }
    }
    guard_.end();
    bool const done = main.done();
    if (!left && guard_.interrupted())
        left = std::make_exception_ptr(keyboard_interrupt());
    if (left)
    {
        // What left the loop at once is not lost with the task.
        if (done && !main.cancelled())
            main.exception();
        std::rethrow_exception(left);
    }
    if (!done)
        throw std::runtime_error(
            "Event loop stopped before Future completed.");
    if (main.cancelled())
    {
        if (guard_.caused_cancellation())
            throw keyboard_interrupt();
    }
    else if (guard_.missed() && !main.exception())
        throw keyboard_interrupt();
}

context_run::context_run(asio::io_context& context, bool debug)
    : loop_(context), running_(loop_access::state(loop_))
{
    if (debug)
        loop_.set_debug(true);
    loop_state& l = loop_access::state(loop_);
    auto const older = std::make_shared<older_tasks>();
    end_ = std::make_shared<run_end>(l, older);
    l.send_function([&l, older] { older->note(l); });
}

context_run::~context_run() = default;

void context_run::until_done(main_run& r, any_task main)
{
    main_ = std::move(main);
    r.until_done(main_, end_);
}

std::exception_ptr context_run::finish()
{
    std::exception_ptr interrupt;
    if (main_)
    {
        end_->begin(main_); // unless it has begun, because main is done
        complete_end(loop_, *end_, interrupt);
    }
    return interrupt;
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_RUN_IMPL_MAIN_RUN_IPP
