// The operation behind wait.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_WAIT_WAIT_OPERATION_HPP
#define BOOST_ASYNCIO_DETAIL_WAIT_WAIT_OPERATION_HPP

#include <boost/asyncio/detail/loop/time.hpp>
#include <boost/asyncio/detail/operation/basic_handle.hpp>
#include <boost/asyncio/detail/operation/operation.hpp>
#include <boost/asyncio/fwd.hpp>

#include <cstddef>
#include <memory>
#include <source_location>
#include <stdexcept>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace boost::asyncio {

enum class return_when;

template<class Handle>
struct wait_result;

namespace detail {

// The part of wait that does not depend on the handles.
class wait_core
    : public waiter
    , public timer_node
{
public:
    static constexpr bool runs = false;

    bool ready() const noexcept
    {
        return false;
    }

    void start() override
    {
        for (node& n : nodes_)
            n.state.add_waiter(n);
        if (!limit_)
            return;
        if (limit_->passed())
            loop().push(at_once_);
        else
            loop().arm(*this, limit_->deadline(loop()));
    }

    void describe(wait_info& info) const override
    {
        info.what = "wait()";
        for (node const& n : nodes_)
            info.awaited.push_back(&n.state);
    }

    bool cancel_wait(std::string const&) override
    {
        if (over_)
            return false;
        cancelled_ = true;
        end();
        return true;
    }

    void expire() override
    {
        end();
    }

protected:
    enum class condition
    {
        all,
        any,
        failure
    };

    wait_core(
        std::size_t count,
        limit_or_none l,
        condition c,
        std::source_location where)
        : waiter(where), limit_(l), condition_(c)
    {
        nodes_.reserve(count);
    }

    ~wait_core()
    {
        stop();
    }

    void add(state_base& s)
    {
        nodes_.emplace_back(*this, s);
        ++pending_;
    }

    // Takes back what start() has arranged.
    void stop() noexcept
    {
        for (node& n : nodes_)
            if (n.linked())
                n.unlink();
        if (at_once_.linked())
            at_once_.unlink();
        if (armed())
            loop().disarm(*this);
    }

    void check() const
    {
        if (cancelled_)
            throw cancelled_error(request_message());
    }

private:
    class node final : public item
    {
    public:
        node(wait_core& w, state_base& s) noexcept
            : state(s), wait_(w)
        {
        }

        // For the vector, which is filled before anything refers to a node.
        node(node&& other) noexcept
            : state(other.state), wait_(other.wait_)
        {
        }

        void run() override
        {
            wait_.completed(state);
        }

        void abandon() noexcept override
        {
        }

        state_base& state;

    private:
        wait_core& wait_;
    };

    class at_once final : public item
    {
    public:
        explicit at_once(wait_core& w) noexcept
            : wait_(w)
        {
        }

        void run() override
        {
            wait_.expire();
        }

        void abandon() noexcept override
        {
        }

    private:
        wait_core& wait_;
    };

    void completed(state_base& s)
    {
        --pending_;
        if (pending_ == 0 || condition_ == condition::any ||
            (condition_ == condition::failure &&
             s.status() == status::failed && s.exception()))
            end();
    }

    void end() noexcept
    {
        if (std::exchange(over_, true))
            return;
        // Here, inside: what goes on may do so in another thread.
        stop();
        wake();
    }

    std::vector<node> nodes_;
    at_once at_once_{*this};
    std::size_t pending_ = 0;
    limit_or_none limit_;
    condition const condition_;
    bool over_ = false;
    bool cancelled_ = false;
};

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
        if (handles.empty())
            throw std::invalid_argument("Set of Tasks/Futures is empty.");
        std::unordered_set<Handle> seen;
        loop_state* home = nullptr;
        for (Handle& h : handles)
        {
            if (!h)
                throw std::invalid_argument(
                    "an empty task or future is awaited");
            auto& l = handle_access::state(h)->loop();
            if (home && home != &l)
                throw std::invalid_argument(
                    "wait() was given tasks or futures of different loops");
            home = &l;
            if (seen.insert(h).second)
                handles_.push_back(std::move(h));
        }
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
