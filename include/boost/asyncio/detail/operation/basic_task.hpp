// What the handles of tasks have in common.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_OPERATION_BASIC_TASK_HPP
#define BOOST_ASYNCIO_DETAIL_OPERATION_BASIC_TASK_HPP

#include <boost/asyncio/context_var.hpp>
#include <boost/asyncio/detail/operation/basic_handle.hpp>
#include <boost/asyncio/fwd.hpp>

#include <string>
#include <utility>

namespace boost::asyncio::detail {

// Whatever the result.
template<class Derived, class State>
class basic_task : public basic_handle<Derived, State>
{
public:
    /** Asks the task to end.

        Its current wait, or its next one, throws `cancelled_error` (an
        operation of Asio: `operation_aborted`). Whether it then ends is up to
        the task. A task that has not started never runs.

        @par Thread Safety
        May be called from any thread. There true means: handed over.

        @param message Goes along, as `cancelled_error::message()`. That of a
        second request comes too late for a wait that the first one has ended.
        @returns False if the task is done.
    */
    bool cancel(std::string const& message = {}) const
    {
        return this->state().cancel_by_user(message);
    }

    /// How many requests are pending: `cancel()` less `uncancel()`.
    unsigned cancelling() const
    {
        return this->state().requests.count();
    }

    /** Takes one request back, and returns how many remain.

        For code that cancels its own task as part of its job. At zero a request
        that was not delivered yet is revoked.
    */
    unsigned uncancel() const
    {
        return this->state().uncancel();
    }

    /// Its name: `Task-N`, if it was given none.
    std::string get_name() const
    {
        return this->state().name();
    }

    /// Gives it another name, for reports.
    void set_name(std::string name) const
    {
        this->state().set_name(std::move(name));
    }

    /// The loop in which the task runs.
    event_loop& get_loop() const;

    /// The context in which the task runs.
    context get_context() const
    {
        return context_access::make(this->state().context.box());
    }
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_OPERATION_BASIC_TASK_HPP
