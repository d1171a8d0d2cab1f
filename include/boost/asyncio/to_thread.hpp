// Calling a function in a thread, and awaiting it.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_TO_THREAD_HPP
#define BOOST_ASYNCIO_TO_THREAD_HPP

#include <boost/asyncio/concepts.hpp>
#include <boost/asyncio/detail/loop/context.hpp>
#include <boost/asyncio/detail/operation/operation.hpp>
#include <boost/asyncio/detail/thread/thread_job.hpp>

#include <exception>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace boost::asyncio {

namespace detail {

template<class Call>
class [[nodiscard]] to_thread_operation
    : public operation_base<to_thread_operation<Call>, thread_result<Call>>
{
public:
    template<class... Args>
    explicit to_thread_operation(std::in_place_t, Args&&... args)
        : call_(std::in_place, std::forward<Args>(args)...)
    {
    }

    class wait_state : public waiter
    {
        using T = thread_result<Call>;

    public:
        static constexpr bool runs = false;

        // Nobody else has the result: it is lost if it is not taken here.
        static constexpr bool only_here = true;

        explicit wait_state(to_thread_operation&& op)
            : call_(std::move(op.call_))
        {
            context_.inherit(current_context());
        }

        loop_state* home() const noexcept
        {
            return nullptr;
        }

        bool ready() const noexcept
        {
            return false;
        }

        void start() override
        {
            try
            {
                job_ = start_thread_job(loop(), context_, std::move(*call_));
                call_.reset();
            }
            catch (...)
            {
                error_ = std::current_exception();
                wake();
                return;
            }
            job_->add_waiter(*this);
        }

        bool cancel_wait(std::string const& message) override
        {
            return job_ && job_->cancel(message);
        }

        void describe(wait_info& info) const override
        {
            info.what = "a function in a thread";
        }

        T take()
        {
            if (error_)
                std::rethrow_exception(error_);
            job_->check();
            if constexpr (!std::is_void_v<T>)
                return std::move(job_->value());
        }

    private:
        std::optional<Call> call_;
        context_slot context_;
        thread_job_ptr<Call> job_;
        std::exception_ptr error_;
    };

private:
    Call call_;
};

} // namespace detail

/** Calls a function in a thread of the loop's default pool. Python's
    `asyncio.to_thread`.

    For what blocks, or computes for long: the loop goes on meanwhile. `f` and
    `args` are stored by value, and `f(args...)` is called with them in a copy
    of the caller's context. There is no running loop in that thread; what `f`
    wants of the loop goes by way of `call_soon_threadsafe` and
    `run_coroutine_threadsafe`.

    @par Example
    @snippet to_thread.cpp quick_look

    @par Completion
    With the result of `f`, or its exception.

    @par Per-Operation Cancellation
    Supports every type. A function that still waits for a thread never runs. If
    it runs already, there are two cases.

    - Usually the operation ends at once, and `f` runs on to its end. Its result
      or exception is dropped, so it must own what it uses.
    - If `f` takes a `std::stop_token` before `args`, the stop is requested, and
      the operation ends when `f` has returned: with `cancelled_error`, or with
      the exception that `f` threw. Such a function may use what belongs to its
      caller. It has to return soon after a request, also from where it blocks.

    @param f The function. Started when the operation is awaited.
    @param args Passed as rvalues. Use `std::ref` for a reference.
    @throws std::runtime_error The loop's default pool was shut down.
    @see event_loop::run_in_executor, run_coroutine_threadsafe
*/
template<class F, class... Args>
auto to_thread(F&& f, Args&&... args)
{
    BOOST_ASYNCIO_REFUSE_UNSAFE_TEMPORARY(F);
    using call =
        detail::thread_call<std::decay_t<F>, std::decay_t<Args>...>;
    return detail::to_thread_operation<call>(
        std::in_place, std::forward<F>(f), std::forward<Args>(args)...);
}

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_TO_THREAD_HPP
