// The operation behind wait.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_WAIT_OPERATION_HPP
#define BOOST_ASYNCIO_DETAIL_WAIT_WAIT_OPERATION_HPP

#include <boost/asyncio/detail/operation/basic_handle.hpp>
#include <boost/asyncio/detail/operation/operation.hpp>
#include <boost/asyncio/detail/wait/wait_core.hpp>
#include <boost/asyncio/fwd.hpp>

#include <cstddef>
#include <source_location>
#include <utility>
#include <vector>

namespace boost::asyncio {

enum class return_when;

template<class Handle>
struct wait_result;

namespace detail {

template<class Handle>
class wait_state : public wait_core
{
public:
    template<class Op>
    explicit wait_state(Op&& op)
        : wait_core(
              op.handles().size(),
              op.options().timeout,
              static_cast<condition>(op.options().return_when),
              op.where())
        , handles_(std::move(op.handles()))
    {
        for (Handle const& h : handles_)
            this->add(*handle_access::state(h));
    }

    ~wait_state()
    {
        this->stop();
    }

    loop_state* home() const noexcept
    {
        return &handle_access::state(handles_.front())->loop();
    }

    wait_result<Handle> take()
    {
        this->check();
        wait_result<Handle> result;
        for (Handle& h : handles_)
            (h.done() ? result.done : result.pending).push_back(h);
        return result;
    }

private:
    std::vector<Handle> handles_;
};

template<class Handle, class Options>
class [[nodiscard]] basic_wait_operation
    : public operation_base<
          basic_wait_operation<Handle, Options>,
          wait_result<Handle>>
{
public:
    using wait_state = detail::wait_state<Handle>;

    basic_wait_operation(
        std::vector<Handle> handles,
        Options options,
        std::source_location where)
        : options_(options), where_(where)
    {
        std::vector<state_base*> states;
        for (Handle const& h : handles)
            states.push_back(handle_access::state(h).get());
        wait_core::check_and_mark(states);
        for (std::size_t i = 0; i != handles.size(); ++i)
            if (states[i])
                handles_.push_back(std::move(handles[i]));
    }

    std::vector<Handle>& handles() noexcept
    {
        return handles_;
    }

    Options const& options() const noexcept
    {
        return options_;
    }

    std::source_location where() const noexcept
    {
        return where_;
    }

private:
    std::vector<Handle> handles_;
    Options options_;
    std::source_location where_;
};

template<class Handle>
using wait_operation = basic_wait_operation<Handle, wait_options>;

} // namespace detail
} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_DETAIL_WAIT_WAIT_OPERATION_HPP
