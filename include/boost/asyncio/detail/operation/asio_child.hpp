// A deferred operation of Asio as an operation of this library.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_OPERATION_ASIO_CHILD_HPP
#define BOOST_ASYNCIO_DETAIL_OPERATION_ASIO_CHILD_HPP

#include <boost/asyncio/detail/operation/operation.hpp>

#include <boost/asio/async_result.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <exception>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

namespace boost::asyncio::detail {

// What remains of a completion signature when a leading error is thrown.
template<class... Args>
struct asio_results
{
    using type = std::tuple<std::decay_t<Args>...>;
};

template<>
struct asio_results<>
{
    using type = void;
};

template<class T>
struct asio_results<T>
{
    using type = std::decay_t<T>;
};

template<class Signature>
struct asio_signature;

template<class R, class... Args>
struct asio_signature<R(Args...)> : asio_results<Args...>
{
    static std::exception_ptr error(Args const&...) noexcept
    {
        return nullptr;
    }
};

template<class R, class... Args>
struct asio_signature<R(boost::system::error_code, Args...)>
    : asio_results<Args...>
{
    static std::exception_ptr
    error(boost::system::error_code const& e, auto const&...)
    {
        return e ? std::make_exception_ptr(boost::system::system_error(e))
                 : nullptr;
    }
};

template<class R, class... Args>
struct asio_signature<R(std::exception_ptr, Args...)> : asio_results<Args...>
{
    static std::exception_ptr
    error(std::exception_ptr const& e, auto const&...) noexcept
    {
        return e;
    }
};

template<class Op>
using asio_result =
    typename asio_signature<asio::completion_signature_of_t<Op>>::type;

template<class Op>
class asio_state : public waiter
{
public:
    static constexpr bool runs = false;

    // Nobody else has the result: it is lost if it is not taken here.
    static constexpr bool only_here = true;

    template<class Child>
    explicit asio_state(Child&& c)
        : op_(std::move(c).release())
    {
    }

    ~asio_state()
    {
        if (request_.linked())
            request_.unlink();
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
        std::move(op_)(handler(*this));
    }

    // If it does not listen, the request waits until it has completed.
    bool cancel_wait(std::string const&) override
    {
        if (completed_ || !signal_.slot().has_handler())
            return false;
        if (!request_.linked())
            this->loop().push_behind(request_);
        return true;
    }

    // Whether it has completed without an error.
    bool succeeded() const noexcept
    {
        return completed_ && !error_;
    }

    asio_result<Op> take()
    {
        if (error_)
            std::rethrow_exception(error_);
        if constexpr (!std::is_void_v<asio_result<Op>>)
            return std::move(*value_);
    }

private:
    // A request on its way to the operation.
    class request final : public item
    {
    public:
        explicit request(asio_state& s) noexcept
            : state_(s)
        {
        }

        void run() override
        {
            if (state_.completed_)
                return;
            // As the one whose executor the handler has; see deliver().
            runner_scope const scope(&state_.loop().root);
            state_.signal_.emit(asio::cancellation_type::terminal);
        }

        void abandon() noexcept override
        {
        }

    private:
        asio_state& state_;
    };

    class handler
    {
    public:
        using executor_type = executor;
        using cancellation_slot_type = asio::cancellation_slot;

        explicit handler(asio_state& s) noexcept
            : state_(&s)
        {
        }

        executor get_executor() const noexcept
        {
            return executor_access::make(state_->loop().root);
        }

        asio::cancellation_slot get_cancellation_slot() const noexcept
        {
            return state_->signal_.slot();
        }

        template<class... Args>
        void operator()(Args&&... args)
        {
            using signature =
                asio_signature<asio::completion_signature_of_t<Op>>;
            state_->error_ = signature::error(args...);
            if constexpr (!std::is_void_v<asio_result<Op>>)
                if (!state_->error_)
                    state_->set(std::forward<Args>(args)...);
            state_->completed_ = true;
            state_->wake();
        }

    private:
        asio_state* state_;
    };

    template<class First, class... Args>
    void set(First&& first, Args&&... args)
    {
        using E = std::decay_t<First>;
        if constexpr (
            std::is_same_v<E, boost::system::error_code> ||
            std::is_same_v<E, std::exception_ptr>)
            value_.emplace(std::forward<Args>(args)...);
        else
            value_.emplace(
                std::forward<First>(first), std::forward<Args>(args)...);
    }

    using result = asio_result<Op>;
    using stored = std::conditional_t<std::is_void_v<result>, bool, result>;

    Op op_;
    asio::cancellation_signal signal_;
    request request_{*this};
    std::exception_ptr error_;
    std::optional<stored> value_;
    bool completed_ = false;
};

template<class Op>
class [[nodiscard]] asio_child
    : public operation_base<asio_child<Op>, asio_result<Op>>
{
public:
    using wait_state = asio_state<Op>;

    explicit asio_child(Op op)
        : op_(std::move(op))
    {
    }

    Op release() &&
    {
        return std::move(op_);
    }

private:
    Op op_;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_OPERATION_ASIO_CHILD_HPP
