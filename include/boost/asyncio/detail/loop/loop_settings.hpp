// What the handle of a loop has set.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_LOOP_SETTINGS_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_LOOP_SETTINGS_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/report.hpp>
#include <boost/asyncio/detail/loop/timer_heap.hpp>
#include <boost/asyncio/fwd.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>

namespace boost::asyncio::detail {

struct signal_table;

// Whether the environment asks for debug mode.
BOOST_ASYNCIO_COLD_DECL bool debug_by_default() noexcept;

class loop_settings
{
public:
    event_loop* handle = nullptr; // what get_running_loop() returns
    void (*delete_handle)(event_loop*) = nullptr;
    std::function<void(report const&)> exception_handler;
    std::shared_ptr<signal_table> signals; // null if there are none
    std::atomic<bool> closed = false;
    std::atomic<bool> is_running = false;
    // run_forever() owns the context's run().
    std::atomic<bool> stop_context = false;
    std::atomic<bool> debug = debug_by_default();
    clock::duration slow_callback_duration = slow_by_default;

protected:
    ~loop_settings()
    {
        if (delete_handle)
            delete_handle(handle);
    }

    // Whether something is not as it was made.
    BOOST_ASYNCIO_COLD_DECL bool has_settings() const noexcept;

private:
    static constexpr clock::duration slow_by_default =
        std::chrono::milliseconds(100);
};

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/loop/impl/loop_settings.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_LOOP_LOOP_SETTINGS_HPP
