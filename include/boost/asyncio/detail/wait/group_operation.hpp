// The operations of a task group: entering and leaving.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_GROUP_OPERATION_HPP
#define BOOST_ASYNCIO_DETAIL_WAIT_GROUP_OPERATION_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/waiter.hpp>
#include <boost/asyncio/detail/operation/operation.hpp>
#include <boost/asyncio/detail/wait/group_state.hpp>

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

        BOOST_ASYNCIO_DECL void start() override;
        BOOST_ASYNCIO_DECL bool cancel_wait(std::string const&) override;
        BOOST_ASYNCIO_DECL std::reference_wrapper<task_group> take();

    private:
        group_state& state_;
        task_group& group_;
    };

private:
    group_state* state_;
    task_group* group_;
};

// Waits for all children.
class group_exit_state : public waiter
{
public:
    static constexpr bool runs = false;

    loop_state* home() const noexcept
    {
        return group_.loop();
    }

    BOOST_ASYNCIO_DECL bool ready();
    BOOST_ASYNCIO_DECL void start() override;
    BOOST_ASYNCIO_DECL bool cancel_wait(std::string const& message) override;
    BOOST_ASYNCIO_DECL void describe(wait_info& info) const override;

    // A request that comes late was taken by cancel_wait().
    static bool take_request() noexcept
    {
        return false;
    }

protected:
    BOOST_ASYNCIO_DECL group_exit_state(
        group_state& s, std::exception_ptr e, std::source_location where);

    BOOST_ASYNCIO_DECL ~group_exit_state();

    // Throws what is to be thrown.
    BOOST_ASYNCIO_DECL void leave();

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
        explicit interruption(group_exit_state& s) noexcept
            : state_(s)
        {
        }

        BOOST_ASYNCIO_DECL void run() override;
        BOOST_ASYNCIO_DECL void abandon() noexcept override;
        BOOST_ASYNCIO_DECL step_info step() const noexcept override;

    private:
        group_exit_state& state_;
    };

    BOOST_ASYNCIO_DECL void begin_exit();
    BOOST_ASYNCIO_DECL void interrupted();

    group_state& group_;
    std::exception_ptr error_;
    std::exception_ptr failure_;
    std::string message_;
    interruption interruption_{*this};
    phase phase_ = phase::created;
    bool cancelled_ = false; // after the last child had ended
};

// With T = bool it yields true: what left the body and is not thrown was the
// group's own doing.
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

    class wait_state : public group_exit_state
    {
    public:
        explicit wait_state(group_exit_operation&& op)
            : group_exit_state(*op.state_, std::move(op.error_), op.where_)
        {
        }

        T take()
        {
            this->leave();
            return T(true);
        }
    };

private:
    group_state* state_;
    std::exception_ptr error_;
    std::source_location where_;
};

} // namespace detail
} // namespace boost::asyncio

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/wait/impl/group_operation.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_WAIT_GROUP_OPERATION_HPP
