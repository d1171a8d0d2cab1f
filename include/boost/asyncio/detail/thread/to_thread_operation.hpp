// The operation behind to_thread.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_THREAD_TO_THREAD_OPERATION_HPP
#define BOOST_ASYNCIO_DETAIL_THREAD_TO_THREAD_OPERATION_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/context.hpp>
#include <boost/asyncio/detail/loop/waiter.hpp>
#include <boost/asyncio/detail/operation/operation.hpp>
#include <boost/asyncio/detail/thread/thread_job.hpp>

#include <exception>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

namespace boost::asyncio::detail {

// The part that does not depend on the function.
class to_thread_state : public waiter
{
public:
    static constexpr bool runs = false;

    // Nobody else has the result: it is lost if it is not taken here.
    static constexpr bool only_here = true;

    loop_state* home() const noexcept
    {
        return nullptr;
    }

    bool ready() const noexcept
    {
        return false;
    }

    BOOST_ASYNCIO_DECL void start() override;
    BOOST_ASYNCIO_DECL bool cancel_wait(std::string const& message) override;
    BOOST_ASYNCIO_DECL void describe(wait_info& info) const override;

protected:
    BOOST_ASYNCIO_DECL to_thread_state();

    ~to_thread_state() = default;

    // Queues the function.
    virtual intrusive_ptr<state_base>
    launch(loop_state& l, context_slot const& context) = 0;

    // What it has become; throws if there is no result.
    BOOST_ASYNCIO_DECL state_base& result() const;

private:
    context_slot context_;
    intrusive_ptr<state_base> job_;
    std::exception_ptr error_;
};

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

    class wait_state : public to_thread_state
    {
        using T = thread_result<Call>;

    public:
        explicit wait_state(to_thread_operation&& op)
            : call_(std::move(op.call_))
        {
        }

        T take()
        {
            [[maybe_unused]] state_base& s = result();
            if constexpr (!std::is_void_v<T>)
                return std::move(static_cast<thread_job<Call>&>(s).value());
        }

    private:
        intrusive_ptr<state_base>
        launch(loop_state& l, context_slot const& context) override
        {
            auto job = start_thread_job(l, context, std::move(*call_));
            call_.reset();
            return job;
        }

        std::optional<Call> call_;
    };

private:
    Call call_;
};

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/thread/impl/to_thread_operation.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_THREAD_TO_THREAD_OPERATION_HPP
