// The operations of a task group: entering and leaving.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_GROUP_OPERATION_HPP
#define BOOST_ASYNCIO_DETAIL_WAIT_GROUP_OPERATION_HPP

#include <boost/asyncio/detail/operation/operation.hpp>
#include <boost/asyncio/detail/wait/group_state.hpp>
#include <boost/asyncio/task.hpp>

#include <exception>
#include <functional>
#include <source_location>
#include <string>
#include <utility>

namespace boost::asyncio {

class task_group;

namespace detail {

// Never waits.
class [[nodiscard]] group_enter_operation
    : public operation_base<
          group_enter_operation,
          std::reference_wrapper<task_group>>
{
public:
    group_enter_operation(group_state& s, task_group& g) noexcept
        : state_(&s), group_(&g)
    {
    }

    class wait_state : public waiter
    {
    public:
        static constexpr bool runs = false;

        explicit wait_state(group_enter_operation&& op) noexcept
            : state_(*op.state_), group_(*op.group_)
        {
        }

        loop_state* home() const noexcept
        {
            return nullptr;
        }

        bool ready() const noexcept
        {
            return true;
        }

        void start() override
        {
            wake();
        }

        bool cancel_wait(std::string const&) override
        {
            return false;
        }

        std::reference_wrapper<task_group> take()
        {
            auto* const parent = current_task_base();
            if (!parent)
                throw std::runtime_error(
                    "TaskGroup cannot determine the parent task");
            state_.enter(parent->loop(), parent);
            return group_;
        }

    private:
        group_state& state_;
        task_group& group_;
    };

private:
    group_state* state_;
    task_group* group_;
};

// Waits for all children. With T = bool it yields true: what left the body and
// is not thrown was the group's own doing.
template<class T>
class [[nodiscard]] group_exit_operation
    : public operation_base<group_exit_operation<T>, T>
{
public:
    group_exit_operation(
        group_state& s, std::exception_ptr e, std::source_location where)
        : state_(&s), error_(std::move(e)), where_(where)
    {
    }

    class wait_state : public waiter
    {
    public:
        static constexpr bool runs = false;

        explicit wait_state(group_exit_operation&& op)
            : waiter(op.where_)
            , group_(*op.state_)
            , error_(std::move(op.error_))
        {
        }

        ~wait_state()
        {
            if (interruption_.linked())
                interruption_.unlink();
            if (phase_ == phase::begun)
                group_.forget_waiter();
        }

        loop_state* home() const noexcept
        {
            return group_.loop();
        }

        bool ready()
        {
            begin_exit();
            return failure_ || group_.empty();
        }

        void start() override
        {
            begin_exit();
            if (failure_ || group_.empty())
                this->wake();
        }

        // Python: the wait is interrupted, which takes a turn, and goes on if
        // there are children left. A request in that turn is part of the first.
        bool cancel_wait(std::string const& message) override
        {
            if (interruption_.linked())
                return true;
            message_ = message;
            if (this->item::linked())
                cancelled_ = true;
            else
                this->loop().push(interruption_);
            return true;
        }

        void describe(wait_info& info) const override
        {
            info.what = "its task group";
            group_.for_each_task([&](task_base& t)
                                 { info.awaited.push_back(&t); });
        }

        // A request that comes late was taken by cancel_wait().
        static bool take_request() noexcept
        {
            return false;
        }

        T take()
        {
            phase_ = phase::over;
            if (failure_)
                std::rethrow_exception(failure_);
            if (cancelled_)
                group_.exit_cancelled(message_);
            group_.end_exit();
            return T(true);
        }

    private:
        enum class phase
        {
            created,
            begun,
            over
        };

        class interruption final : public item
        {
        public:
            explicit interruption(wait_state& s) noexcept
                : state_(s)
            {
            }

            void run() override
            {
                state_.interrupted();
            }

            void abandon() noexcept override
            {
            }

            step_info step() const noexcept override
            {
                return static_cast<item const&>(state_).step();
            }

        private:
            wait_state& state_;
        };

        void begin_exit()
        {
            if (phase_ != phase::created)
                return;
            try
            {
                bool const cancellation = is_cancelled(error_);
                group_.begin_exit(
                    *this, interruption_, std::move(error_), cancellation);
                phase_ = phase::begun;
            }
            catch (...)
            {
                failure_ = std::current_exception(); // misuse
                phase_ = phase::over;
            }
        }

        // If the last child has ended since, the group is left here and not
        // behind what was queued after the request.
        void interrupted()
        {
            group_.exit_cancelled(message_);
            if (group_.empty())
                static_cast<item&>(*this).run(); // this object has gone
        }

        group_state& group_;
        std::exception_ptr error_;
        std::exception_ptr failure_;
        std::string message_;
        interruption interruption_{*this};
        phase phase_ = phase::created;
        bool cancelled_ = false; // after the last child had ended
    };

private:
    group_state* state_;
    std::exception_ptr error_;
    std::source_location where_;
};

} // namespace detail
} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_DETAIL_WAIT_GROUP_OPERATION_HPP
